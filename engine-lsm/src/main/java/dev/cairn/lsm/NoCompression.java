package dev.cairn.lsm;

import java.lang.foreign.MemorySegment;

/** Leaves blocks as they are. */
final class NoCompression implements Compression {
  @Override
  public byte id() {
    return TableFormat.PLAIN;
  }

  @Override
  public String name() {
    return "none";
  }

  @Override
  public int compress(MemorySegment source, MemorySegment target) {
    return -1;
  }

  @Override
  public boolean decompress(MemorySegment source, MemorySegment target) {
    return false;
  }

  @Override
  public String toString() {
    return name();
  }
}

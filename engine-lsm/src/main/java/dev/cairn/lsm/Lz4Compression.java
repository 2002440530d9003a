package dev.cairn.lsm;

import dev.cairn.internal.codec.Lz4Compressor;
import dev.cairn.internal.codec.Lz4Decompressor;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The LZ4 block format. */
final class Lz4Compression implements Compression {
  // A compressor has a table that costs more to make than a block takes to compress. As many are
  // made as threads have compressed at one time.
  private final ConcurrentLinkedQueue<Lz4Compressor> idle = new ConcurrentLinkedQueue<>();

  @Override
  public byte id() {
    return TableFormat.LZ4;
  }

  @Override
  public String name() {
    return "lz4";
  }

  @Override
  public int compress(MemorySegment source, MemorySegment target) {
    Lz4Compressor compressor = idle.poll();
    if (compressor == null) {
      compressor = new Lz4Compressor();
    }
    int bytes =
        compressor.compress(source, 0, (int) source.byteSize(), target, 0, (int) target.byteSize());
    idle.add(compressor);
    return bytes;
  }

  @Override
  public boolean decompress(MemorySegment source, MemorySegment target) {
    return Lz4Decompressor.decompress(
        source, 0, (int) source.byteSize(), target, 0, (int) target.byteSize());
  }

  @Override
  public String toString() {
    return name();
  }
}

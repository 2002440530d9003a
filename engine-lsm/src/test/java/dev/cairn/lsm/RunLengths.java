package dev.cairn.lsm;

import java.lang.foreign.MemorySegment;
import java.util.function.BiConsumer;
import java.util.function.LongBinaryOperator;

/** A compression as a module would bring it: for each run of equal bytes its length and a byte. */
public final class RunLengths implements Compression {
  static final byte ID = 100;

  /** Instead of restoring, if it is set. */
  static volatile BiConsumer<MemorySegment, MemorySegment> instead = null;

  /** Run before each block is compressed. */
  static volatile Runnable beforeCompressing = () -> {};

  /** Of the length that it returns and the room that it has, what it returns instead. */
  static volatile LongBinaryOperator lengthInstead = (bytes, room) -> bytes;

  /** Made by ServiceLoader. */
  public RunLengths() {}

  @Override
  public byte id() {
    return ID;
  }

  @Override
  public String name() {
    return "run-lengths";
  }

  @Override
  public int compress(MemorySegment source, MemorySegment target) {
    beforeCompressing.run();
    return (int) lengthInstead.applyAsLong(compressTo(target, source), target.byteSize());
  }

  private static int compressTo(MemorySegment target, MemorySegment source) {
    int out = 0;
    for (long from = 0; from < source.byteSize(); ) {
      byte one = source.get(TableFormat.BYTE, from);
      int length = 1;
      while (length < Byte.MAX_VALUE
          && from + length < source.byteSize()
          && source.get(TableFormat.BYTE, from + length) == one) {
        length++;
      }
      if (out + 2 > target.byteSize()) {
        return -1;
      }
      target.set(TableFormat.BYTE, out, (byte) length);
      target.set(TableFormat.BYTE, out + 1, one);
      out += 2;
      from += length;
    }
    return out;
  }

  @Override
  public boolean decompress(MemorySegment source, MemorySegment target) {
    BiConsumer<MemorySegment, MemorySegment> harm = instead;
    if (harm != null) {
      harm.accept(source, target);
    }
    long to = 0;
    for (long from = 0; from + 1 < source.byteSize(); from += 2) {
      int length = source.get(TableFormat.BYTE, from);
      target.asSlice(to, length).fill(source.get(TableFormat.BYTE, from + 1));
      to += length;
    }
    return to == target.byteSize();
  }
}

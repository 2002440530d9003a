package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/** Eight bytes at a time. */
final class ScalarMatches {
  private ScalarMatches() {}

  static int commonBytes(MemorySegment segment, long earlier, long later, long end) {
    long back = later - earlier;
    long at = later;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long difference =
          LittleEndian.getLong(segment, at) ^ LittleEndian.getLong(segment, at - back);
      if (difference != 0) {
        return (int) (at - later) + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
    }
    while (at < end
        && LittleEndian.getByte(segment, at) == LittleEndian.getByte(segment, at - back)) {
      at++;
    }
    return (int) (at - later);
  }

  static void copy(MemorySegment segment, long earlier, long later, long bytes, long end) {
    long back = later - earlier;
    long at = later;
    long last = later + bytes;
    if (back >= Long.BYTES && end - last >= Long.BYTES) {
      for (; at < last; at += Long.BYTES) {
        LittleEndian.setLong(segment, at, LittleEndian.getLong(segment, at - back));
      }
      return;
    }
    for (; at < last; at++) {
      LittleEndian.setByte(segment, at, LittleEndian.getByte(segment, at - back));
    }
  }
}

package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unaligned little-endian loads and stores; each is one bounds-checked instruction once compiled.
 */
final class LittleEndian {
  private static final VarHandle ARRAY_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle ARRAY_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong SEGMENT_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt SEGMENT_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static long getLong(byte[] bytes, int offset) {
    return (long) ARRAY_LONG.get(bytes, offset);
  }

  static int getInt(byte[] bytes, int offset) {
    return (int) ARRAY_INT.get(bytes, offset);
  }

  static long getLong(MemorySegment segment, long offset) {
    return segment.get(SEGMENT_LONG, offset);
  }

  static int getInt(MemorySegment segment, long offset) {
    return segment.get(SEGMENT_INT, offset);
  }

  static void setLong(MemorySegment segment, long offset, long value) {
    segment.set(SEGMENT_LONG, offset, value);
  }

  static void setInt(MemorySegment segment, long offset, int value) {
    segment.set(SEGMENT_INT, offset, value);
  }

  static void setByte(MemorySegment segment, long offset, byte value) {
    segment.set(ValueLayout.JAVA_BYTE, offset, value);
  }

  static byte getByte(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_BYTE, offset);
  }
}

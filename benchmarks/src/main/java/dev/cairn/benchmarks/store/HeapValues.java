package dev.cairn.benchmarks.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What {@link PairCursor} looks at, in arrays. */
final class HeapValues {
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private HeapValues() {}

  static long keyHead(byte[] key) {
    return (long) BIG.get(key, 0);
  }

  static long valueHead(byte[] value) {
    return (long) LITTLE.get(value, 0);
  }

  static byte valueTail(byte[] value) {
    return value[value.length - 1];
  }
}

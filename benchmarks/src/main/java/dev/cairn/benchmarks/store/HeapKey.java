package dev.cairn.benchmarks.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An array as the key of a map in the heap. */
final class HeapKey {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final byte[] bytes;

  HeapKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The keys are random already, so their first bytes are the cheapest good hash there is. */
  @Override
  public int hashCode() {
    return Long.hashCode((long) LONG.get(bytes, 0));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeapKey key && Arrays.equals(bytes, key.bytes);
  }
}

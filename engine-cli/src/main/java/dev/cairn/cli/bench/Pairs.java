package dev.cairn.cli.bench;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys and values from numbers, and recognises them. For one thread: the arrays it returns
 * are used again by the next call, as a store never keeps them.
 *
 * <p>A key begins with its number, so that key order is the order of numbers. A value begins with
 * it too, if it is long enough, so that a read that returns another key's value is found out; the
 * rest does not compress.
 */
final class Pairs {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int POOL_BYTES = 1 << 20;

  private final byte[] key;
  private final byte[] value;
  private final byte[] pool;
  private int poolOffset;

  Pairs(BenchPlan plan, SplittableRandom random) {
    key = new byte[plan.keyBytes()];
    Arrays.fill(key, (byte) '.');
    value = new byte[plan.valueBytes()];
    pool = new byte[POOL_BYTES + value.length];
    random.nextBytes(pool);
  }

  byte[] key(long number) {
    BIG_ENDIAN.set(key, 0, number);
    return key;
  }

  byte[] newKey(long number) {
    return key(number).clone();
  }

  byte[] value(long number) {
    poolOffset = (poolOffset + value.length) & (POOL_BYTES - 1);
    System.arraycopy(pool, poolOffset, value, 0, value.length);
    if (value.length >= Long.BYTES) {
      BIG_ENDIAN.set(value, 0, number);
    }
    return value;
  }

  void requireValue(long number, byte @Nullable [] found) {
    boolean right =
        found != null
            && found.length == value.length
            && (found.length < Long.BYTES || (long) BIG_ENDIAN.get(found, 0) == number);
    if (!right) {
      throw new CommandFailure(
          ExitCode.MISMATCH,
          "key number "
              + number
              + ": expected a value of "
              + value.length
              + " bytes with that number, found "
              + (found == null ? "none" : found.length + " bytes that are not it"));
    }
  }
}

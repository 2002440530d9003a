package dev.cairn.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pair that belongs to a number, and recognises it.
 *
 * <p>Numbers are mixed into keys, so ascending numbers are keys in random order. Key and value are
 * new arrays each time, because a map in the heap keeps them: what they cost is the same for every
 * store.
 */
public final class Pairs {
  /** Length of every key. */
  public static final int KEY_BYTES = 16;

  /** Length of every value. */
  public static final int VALUE_BYTES = 100;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  // Small enough to stay in the second-level cache beside what is measured.
  private static final int POOL_BYTES = 1 << 16;
  private static final byte[] POOL = new byte[POOL_BYTES + VALUE_BYTES];

  static {
    new SplittableRandom(1).nextBytes(POOL);
  }

  private Pairs() {}

  /**
   * The key of a number.
   *
   * @param number any number; different numbers have different keys
   * @return a new array
   */
  public static byte[] key(long number) {
    byte[] key = new byte[KEY_BYTES];
    long mixed = mix(number);
    LONG.set(key, 0, mixed);
    LONG.set(key, Long.BYTES, mixed * GOLDEN_GAMMA);
    return key;
  }

  /**
   * The value of a number: the number, then bytes that do not compress.
   *
   * @param number any number
   * @return a new array
   */
  public static byte[] value(long number) {
    int offset = (int) (number * VALUE_BYTES) & (POOL_BYTES - 1);
    byte[] value = Arrays.copyOfRange(POOL, offset, offset + VALUE_BYTES);
    LONG.set(value, 0, number);
    return value;
  }

  /**
   * Whether bytes are the value of a number. Looks at both ends, so that whoever measures has
   * touched each cache line of the value.
   *
   * @param number the number
   * @param value what was found, or null
   * @return whether it is
   */
  public static boolean isValue(long number, byte @Nullable [] value) {
    int offset = (int) (number * VALUE_BYTES) & (POOL_BYTES - 1);
    return value != null
        && value.length == VALUE_BYTES
        && (long) LONG.get(value, 0) == number
        && value[VALUE_BYTES - 1] == POOL[offset + VALUE_BYTES - 1];
  }

  /** The finisher of SplitMix64: one to one, and each bit of the input reaches every bit. */
  private static long mix(long number) {
    long mixed = number * GOLDEN_GAMMA;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}

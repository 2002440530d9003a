package dev.cairn.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pair that belongs to a number, and recognises it. A number has as many values as there
 * are versions, so that it can be told which of them is there. Immutable.
 *
 * <p>Key and value are new arrays each time, because a map in the heap keeps them: what they cost
 * is the same for every store.
 */
public final class Pairs {
  /** Length of every key if nothing else is asked for. */
  public static final int KEY_BYTES = 16;

  /** The least length of a key: different numbers must have different ones. */
  public static final int MIN_KEY_BYTES = 8;

  /** Length of the values if nothing else is asked for. */
  public static final int DEFAULT_VALUE_BYTES = 100;

  /** The least length of a value: it must hold its number, its version and a byte of its own. */
  public static final int MIN_VALUE_BYTES = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  // Small enough to stay in the second-level cache beside what is measured.
  private static final int POOL_BITS = 16;

  /** Odd, so that the next 255 versions end in other bytes. */
  private static final int VERSION_STRIDE = 37;

  private final int keyBytes;
  private final int valueBytes;
  private final KeyOrder order;
  private final byte[] pool;

  /**
   * Makes pairs of one kind with keys of {@value #KEY_BYTES} bytes.
   *
   * @param valueBytes length of every value, at least {@link #MIN_VALUE_BYTES}
   * @param order how keys follow numbers
   */
  public Pairs(int valueBytes, KeyOrder order) {
    this(KEY_BYTES, valueBytes, order);
  }

  /**
   * Makes pairs of one kind.
   *
   * @param keyBytes length of every key, at least {@link #MIN_KEY_BYTES}; bytes after the 16th are
   *     the same in all
   * @param valueBytes length of every value, at least {@link #MIN_VALUE_BYTES}
   * @param order how keys follow numbers
   */
  public Pairs(int keyBytes, int valueBytes, KeyOrder order) {
    if (keyBytes < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "keys of " + keyBytes + " bytes: expected at least " + MIN_KEY_BYTES);
    }
    if (valueBytes < MIN_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "values of " + valueBytes + " bytes: expected at least " + MIN_VALUE_BYTES);
    }
    this.keyBytes = keyBytes;
    this.valueBytes = valueBytes;
    this.order = order;
    this.pool = new byte[(1 << POOL_BITS) + valueBytes];
    new SplittableRandom(1).nextBytes(pool);
  }

  /**
   * Pairs with values of {@value #DEFAULT_VALUE_BYTES} bytes and keys in no order.
   *
   * @return the pairs
   */
  public static Pairs ofDefaultSize() {
    return new Pairs(DEFAULT_VALUE_BYTES, KeyOrder.RANDOM);
  }

  /**
   * Length of every value.
   *
   * @return the bytes
   */
  public int valueBytes() {
    return valueBytes;
  }

  /**
   * Length of every key.
   *
   * @return the bytes
   */
  public int keyBytes() {
    return keyBytes;
  }

  /**
   * The key of a number.
   *
   * @param number any number; different numbers have different keys
   * @return a new array
   */
  public byte[] key(long number) {
    byte[] key = new byte[keyBytes];
    BIG_ENDIAN_LONG.set(key, 0, keyHead(number));
    if (keyBytes >= 2 * Long.BYTES) {
      LONG.set(key, Long.BYTES, mix(number) * GOLDEN_GAMMA);
    }
    return key;
  }

  /**
   * The first bytes of a number's key, as they compare.
   *
   * @param number any number
   * @return its key's first eight bytes, big-endian
   */
  public long keyHead(long number) {
    return order == KeyOrder.ASCENDING ? number : mix(number);
  }

  /**
   * The value that a number's pair has first.
   *
   * @param number a number of 32 bits
   * @return a new array
   */
  public byte[] value(long number) {
    return value(number, 0);
  }

  /**
   * One of the values of a number: the number, the version, bytes that do not compress, and a byte
   * that changes with the version. Blocks that hold many values do not compress either: each value
   * begins elsewhere in the pool, and its words are changed by what no other's are.
   *
   * @param number a number of 32 bits
   * @param version which of its values; any
   * @return a new array
   */
  public byte[] value(long number, int version) {
    long head = head(number, version);
    long mixed = mix(head);
    int offset = (int) (mixed >>> (Long.SIZE - POOL_BITS));
    byte[] value = Arrays.copyOfRange(pool, offset, offset + valueBytes);
    LONG.set(value, 0, head);
    int i = Long.BYTES;
    for (; i <= valueBytes - Long.BYTES; i += Long.BYTES) {
      LONG.set(value, i, (long) LONG.get(value, i) ^ mixed);
    }
    value[valueBytes - 1] = lastByte(head);
    return value;
  }

  private static long head(long number, int version) {
    return (long) version << Integer.SIZE | Integer.toUnsignedLong((int) number);
  }

  /**
   * Whether bytes are a value of a number, of whatever version. Looks at both ends, which must be
   * of the same, so that whoever measures has touched each cache line of a small value.
   *
   * @param number the number
   * @param value what was found, or null
   * @return whether it is
   */
  public boolean isValue(long number, byte @Nullable [] value) {
    if (value == null || value.length != valueBytes) {
      return false;
    }
    long head = (long) LONG.get(value, 0);
    return (int) head == (int) number && value[valueBytes - 1] == lastByte(head);
  }

  /**
   * Which of a number's values some bytes are.
   *
   * @param value one that {@link #isValue} knows
   * @return its version
   */
  public int version(byte[] value) {
    return (int) ((long) LONG.get(value, 0) >>> Integer.SIZE);
  }

  /**
   * Whether a key and a value that were found together belong together, whatever the version.
   *
   * @param keyHead the key's first eight bytes, big-endian
   * @param valueHead the value's first eight bytes, little-endian
   * @param valueTail the value's last byte
   * @return whether they do
   */
  public boolean isPair(long keyHead, long valueHead, byte valueTail) {
    int number = (int) valueHead;
    return keyHead == keyHead(number) && valueTail == lastByte(valueHead);
  }

  /** Different for neighbours, of numbers as of versions. */
  private static byte lastByte(long head) {
    return (byte) (head + (head >>> Integer.SIZE) * VERSION_STRIDE);
  }

  /** The finisher of SplitMix64: one to one, and each bit of the input reaches every bit. */
  private static long mix(long number) {
    long mixed = number * GOLDEN_GAMMA;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}

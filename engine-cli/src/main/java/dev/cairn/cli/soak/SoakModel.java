package dev.cairn.cli.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What a store must hold, in eight bytes a key: of each key, how many of its writes were begun and
 * how many have ended. What the n-th write of a key does follows from the two numbers, so nothing
 * else is kept.
 *
 * <p>One thread writes a key; any may ask for it. Whoever reads a key asks for {@link #ended}
 * before and for {@link #begun} after: the value is that of one of the writes between.
 */
final class SoakModel {
  private static final int DELETES = 8;
  private static final int KEY_BYTES = 16;

  private final int maxValueBytes;
  private final AtomicIntegerArray begun;
  private final AtomicIntegerArray ended;

  SoakModel(int keyCount, int maxValueBytes) {
    this.maxValueBytes = maxValueBytes;
    this.begun = new AtomicIntegerArray(keyCount);
    this.ended = new AtomicIntegerArray(keyCount);
  }

  int keyCount() {
    return begun.length();
  }

  int begun(int key) {
    return begun.get(key);
  }

  int ended(int key) {
    return ended.get(key);
  }

  /** Begins a key's next write, and returns its number. */
  int begin(int key) {
    return begun.incrementAndGet(key);
  }

  /** Notes that the last write that was begun has ended. */
  void end(int key) {
    ended.set(key, begun.get(key));
  }

  /** Keys are in the order of their numbers. */
  static byte[] key(int number) {
    byte[] key = new byte[KEY_BYTES];
    Arrays.fill(key, (byte) '0');
    byte[] digits = Integer.toString(number).getBytes(US_ASCII);
    System.arraycopy(digits, 0, key, KEY_BYTES - digits.length, digits.length);
    return key;
  }

  /** The value that a write of a key gives it, or null if it deletes the key. */
  byte @Nullable [] value(int key, int write) {
    long state = mix(key * 0x9E3779B97F4A7C15L + write);
    if (write == 0 || (state & (DELETES - 1)) == 0) {
      return null;
    }
    byte[] value = new byte[(int) ((state >>> Integer.SIZE) % (maxValueBytes + 1))];
    for (int i = 0; i < value.length; i++) {
      if (i % Long.BYTES == 0) {
        state = mix(state);
      }
      value[i] = (byte) (state >>> (i % Long.BYTES * Byte.SIZE));
    }
    return value;
  }

  /** Whether a key may have a value, or may be absent, after one of some writes. */
  boolean isPossible(int key, int firstWrite, int lastWrite, byte @Nullable [] found) {
    for (int write = lastWrite; write >= firstWrite; write--) {
      if (Arrays.equals(value(key, write), found)) {
        return true;
      }
    }
    return false;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

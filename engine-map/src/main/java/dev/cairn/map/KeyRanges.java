package dev.cairn.map;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Parts of ranges. Every bound of a map, inclusive or not, becomes the end of a range of keys. */
final class KeyRanges {
  private static final byte[] EMPTY_KEY = {};
  private static final KeyRange NOTHING = KeyRange.of(EMPTY_KEY, EMPTY_KEY);

  private KeyRanges() {}

  /** The keys of a range that are below a key, or also the key itself. */
  static KeyRange upTo(KeyRange range, byte[] key, boolean inclusive) {
    byte @Nullable [] end = inclusive ? successor(key) : key;
    byte @Nullable [] to = range.to();
    return end == null || (to != null && Arrays.compareUnsigned(to, end) <= 0)
        ? range
        : KeyRange.of(range.from(), end);
  }

  /** The keys of a range that are above a key, or also the key itself. */
  static KeyRange startingAt(KeyRange range, byte[] key, boolean inclusive) {
    byte @Nullable [] start = inclusive ? key : successor(key);
    if (start == null) {
      return NOTHING;
    }
    if (Arrays.compareUnsigned(start, range.from()) <= 0) {
      return range;
    }
    byte @Nullable [] to = range.to();
    return to == null ? KeyRange.from(start) : KeyRange.of(start, to);
  }

  /** Whether a key is in a range or is an end of it that the range does not include. */
  static boolean isInOrBeside(KeyRange range, byte[] key) {
    byte @Nullable [] above = successor(key);
    byte @Nullable [] to = range.to();
    return (above == null || Arrays.compareUnsigned(above, range.from()) >= 0)
        && (to == null || Arrays.compareUnsigned(key, to) <= 0);
  }

  /** The smallest key above a key, or null if there is none. */
  static byte @Nullable [] successor(byte[] key) {
    if (key.length < Limits.MAX_KEY_BYTES) {
      return Arrays.copyOf(key, key.length + 1);
    }
    // Nothing can be appended to a key of the greatest length.
    return KeyRange.prefix(key).to();
  }

  /** Moves a new cursor of a range to its last pair. */
  static boolean seekLast(Cursor cursor, KeyRange range) {
    byte @Nullable [] end = range.to();
    if (end == null) {
      end = new byte[Limits.MAX_KEY_BYTES];
      Arrays.fill(end, (byte) 0xff);
    }
    return cursor.seekFloor(end);
  }
}

package dev.cairn;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys from one key to another in unsigned byte order. Immutable.
 *
 * <p>The lower end belongs to the range, the upper does not; either may be open.
 */
public final class KeyRange {
  private static final KeyRange ALL = new KeyRange(new byte[0], null);

  private final byte[] from;
  private final byte @Nullable [] to;

  private KeyRange(byte[] from, byte @Nullable [] to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Every key.
   *
   * @return the range
   */
  public static KeyRange all() {
    return ALL;
  }

  /**
   * The keys equal to or greater than {@code from}.
   *
   * @param from the smallest key of the range
   * @return the range
   */
  public static KeyRange from(byte[] from) {
    Limits.requireKeyBytes(from.length);
    return new KeyRange(from.clone(), null);
  }

  /**
   * The keys smaller than {@code to}.
   *
   * @param to the key above the range
   * @return the range
   */
  public static KeyRange to(byte[] to) {
    Limits.requireKeyBytes(to.length);
    return new KeyRange(new byte[0], to.clone());
  }

  /**
   * The keys equal to or greater than {@code from} and smaller than {@code to}. If {@code to} is
   * not greater than {@code from} the range is empty.
   *
   * @param from the smallest key of the range
   * @param to the key above the range
   * @return the range
   */
  public static KeyRange of(byte[] from, byte[] to) {
    Limits.requireKeyBytes(from.length);
    Limits.requireKeyBytes(to.length);
    return new KeyRange(from.clone(), to.clone());
  }

  /**
   * The keys that begin with a prefix.
   *
   * @param prefix how the keys begin; the empty prefix is how every key begins
   * @return the range
   */
  public static KeyRange prefix(byte[] prefix) {
    Limits.requireKeyBytes(prefix.length);
    return new KeyRange(prefix.clone(), successorOfAllWithPrefix(prefix));
  }

  /** The smallest key above all keys with the prefix, or null if the prefix is all 0xff. */
  private static byte @Nullable [] successorOfAllWithPrefix(byte[] prefix) {
    for (int last = prefix.length - 1; last >= 0; last--) {
      if (prefix[last] != (byte) 0xff) {
        byte[] successor = Arrays.copyOf(prefix, last + 1);
        successor[last]++;
        return successor;
      }
    }
    return null;
  }

  /**
   * The lower end, which belongs to the range. The empty key is the smallest there is.
   *
   * @return a copy
   */
  public byte[] from() {
    return from.clone();
  }

  /**
   * The upper end, which does not belong to the range.
   *
   * @return a copy, or null if the range has no upper end
   */
  public byte @Nullable [] to() {
    return to == null ? null : to.clone();
  }

  /**
   * Whether a key is in the range.
   *
   * @param key the key
   * @return whether it is
   */
  public boolean contains(byte[] key) {
    return Arrays.compareUnsigned(from, key) <= 0
        && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }

  /**
   * Whether no key can be in the range.
   *
   * @return whether the upper end is not above the lower
   */
  public boolean isEmpty() {
    return to != null && Arrays.compareUnsigned(from, to) >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyRange that
        && Arrays.equals(from, that.from)
        && Arrays.equals(to, that.to);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(from), Arrays.hashCode(to));
  }

  /** The ends in hexadecimal, such as {@code [6361, 6362)}. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return "[" + hex.formatHex(from) + ", " + (to == null ? "end" : hex.formatHex(to)) + ")";
  }
}

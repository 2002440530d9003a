package dev.cairn.lsm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The first eight bytes of sorted keys behind the prefix that all of them share, side by side, so
 * that a search compares numbers and looks at a key only when those are equal.
 */
final class KeyHeads {
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final long[] heads;
  private byte[] prefix = {};

  KeyHeads(int count) {
    heads = new long[count];
  }

  /** Takes the heads of keys that are in order. */
  void fill(byte[][] keys) {
    if (keys.length == 0) {
      return;
    }
    prefix = sharedPrefix(keys[0], keys[keys.length - 1]);
    for (int i = 0; i < keys.length; i++) {
      heads[i] = headAt(keys[i], prefix.length, keys[i].length);
    }
  }

  static byte[] sharedPrefix(byte[] first, byte[] last) {
    int different = Arrays.mismatch(first, last);
    return different < 0 ? first : Arrays.copyOf(first, different);
  }

  /** The first eight bytes of a key, zeros where it ends, as an unsigned number. */
  static long firstBytes(byte[] key, int keyBytes) {
    return headAt(key, 0, keyBytes);
  }

  /** Eight bytes of a key from an index on, zeros where it ends, as an unsigned number. */
  private static long headAt(byte[] key, int from, int keyBytes) {
    if (keyBytes - from >= Long.BYTES) {
      return (long) BIG_ENDIAN_LONG.get(key, from);
    }
    long head = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      head = (head << Byte.SIZE) | (i < keyBytes ? key[i] & 0xff : 0);
    }
    return head;
  }

  /**
   * A number whose unsigned order never contradicts that of the keys, whatever the prefix: keys
   * below all that begin with it are 0, those above all are the greatest.
   */
  static long head(byte[] key, int from, int keyBytes, byte[] prefix) {
    int shared = Math.min(prefix.length, keyBytes);
    int different = Arrays.mismatch(key, from, from + shared, prefix, 0, shared);
    if (different >= 0) {
      return (key[from + different] & 0xff) < (prefix[different] & 0xff) ? 0 : -1;
    }
    return keyBytes < prefix.length ? 0 : headAt(key, from + prefix.length, from + keyBytes);
  }

  /** The first key that is not less than one; the count if there is none. */
  int firstNotLess(byte[][] keys, byte[] key, int keyBytes) {
    long sought = head(key, 0, keyBytes, prefix);
    int low = 0;
    int high = heads.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(heads[middle], sought);
      if (order == 0) {
        byte[] other = keys[middle];
        order = Arrays.compareUnsigned(other, 0, other.length, key, 0, keyBytes);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

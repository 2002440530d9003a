package dev.cairn.hash;

import java.util.Arrays;

/**
 * What a table holds, in arrays, on its way into one or two others: loops over arrays are what a
 * process runs well from its first second. The arrays are used again, so that growing makes no
 * garbage.
 */
final class TableContent {
  private long[] slots = {};
  private byte[] tags = {};
  private int count;

  private long[] words = {};
  private byte[] bytes = {};

  /** Takes what is in a table. The caller holds the shard's lock. */
  void take(Table table) {
    count = table.count();
    if (slots.length < count) {
      slots = new long[count];
      tags = new byte[count];
    }
    table.copySlots(slots, tags);
  }

  /** Takes the arrays of an image. */
  void take(TableImage image) {
    count = image.count();
    slots = image.slots();
    tags = image.tags();
  }

  /** How many slots there are, none of them empty. */
  int count() {
    return count;
  }

  long[] slots() {
    return slots;
  }

  byte[] tags() {
    return tags;
  }

  /**
   * Puts the slots that go to the lower of two tables before the others.
   *
   * @param depth how many leading bits of the fingerprint all have in common; the next one decides
   * @return how many go there
   */
  int divide(int depth) {
    int low = 0;
    int high = count;
    while (low < high) {
      if (!SlotFormat.isInUpperHalf(slots[low], depth)) {
        low++;
      } else {
        high--;
        long slot = slots[low];
        slots[low] = slots[high];
        slots[high] = slot;
        byte tag = tags[low];
        tags[low] = tags[high];
        tags[high] = tag;
      }
    }
    return low;
  }

  /** So many zeros at least, for a table to arrange its bytes in. */
  long[] zeroWords(int length) {
    if (words.length < length) {
      words = new long[length];
    } else {
      Arrays.fill(words, 0, length, 0);
    }
    return words;
  }

  /** Likewise, to count in. */
  byte[] zeroBytes(int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
    } else {
      Arrays.fill(bytes, 0, length, (byte) 0);
    }
    return bytes;
  }
}

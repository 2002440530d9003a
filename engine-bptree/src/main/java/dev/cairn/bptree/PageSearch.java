package dev.cairn.bptree;

import static dev.cairn.bptree.PageFormat.CELL_HEADER_BYTES;
import static dev.cairn.bptree.PageFormat.CHAINED_KEY;
import static dev.cairn.bptree.PageFormat.HEADER_BYTES;
import static dev.cairn.bptree.PageFormat.HEAD_BYTES;
import static dev.cairn.bptree.PageFormat.LONG;

import dev.cairn.internal.simd.Bytes;
import dev.cairn.internal.simd.SortedHeads;
import java.lang.foreign.MemorySegment;

/**
 * Finds keys in a page: first by their heads, then among those with the same head by the rest.
 *
 * <p>Two keys with the same head of which one has no more bytes than the head covers differ in
 * zeros at their end, if at all: then the shorter one is the smaller.
 */
final class PageSearch {
  private static final long LARGEST_HEAD = -1; // As an unsigned number.

  private final PageShape shape;
  private final Chains chains;

  PageSearch(PageShape shape, Chains chains) {
    this.shape = shape;
    this.chains = chains;
  }

  /**
   * The index of a key.
   *
   * @return the index, or if the page does not have the key, -1 minus the index that it would get
   */
  int find(MemorySegment m, long at, byte[] key, int from, int bytes) {
    int count = Page.count(m, at);
    int prefixBytes = Page.prefixBytes(m, at);
    if (prefixBytes > 0) {
      int order = comparePrefix(m, at, prefixBytes, key, from, bytes);
      if (order != 0) {
        return order < 0 ? -1 : -1 - count;
      }
    }
    long head = Page.head(key, from + prefixBytes, bytes - prefixBytes);
    long heads = at + HEADER_BYTES;
    int index = SortedHeads.countLess8(m, heads, count, head);
    if (index == count || m.get(LONG, heads + (long) index * HEAD_BYTES) != head) {
      return -1 - index;
    }
    int end = endOfHead(m, heads, count, index, head);
    return findRest(m, at, count, prefixBytes, index, end, key, from, bytes);
  }

  /** Where the keys end whose head is the one at an index. */
  private static int endOfHead(MemorySegment m, long heads, int count, int index, long head) {
    int next = index + 1;
    if (next == count || m.get(LONG, heads + (long) next * HEAD_BYTES) != head) {
      return next;
    }
    return head == LARGEST_HEAD ? count : SortedHeads.countLess8(m, heads, count, head + 1);
  }

  /** Less than 0 if the key is before all keys of the page, more if it is behind all. */
  private int comparePrefix(
      MemorySegment m, long at, int prefixBytes, byte[] key, int from, int bytes) {
    int common = Math.min(bytes, prefixBytes);
    int order = -Bytes.compare(m, at + shape.pageBytes() - prefixBytes, common, key, from, common);
    return order != 0 || bytes >= prefixBytes ? order : -1;
  }

  /** Searches among cells whose keys have prefix and head of the key. */
  private int findRest(
      MemorySegment m,
      long at,
      int count,
      int prefixBytes,
      int from,
      int to,
      byte[] key,
      int keyFrom,
      int keyBytes) {
    int low = from;
    int high = to - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long cell = Page.cell(m, at, count, middle);
      int order = compareRest(m, cell, prefixBytes, key, keyFrom, keyBytes);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return -1 - low;
  }

  private int compareRest(
      MemorySegment m, long cell, int prefixBytes, byte[] key, int from, int bytes) {
    int cellKeyBytes = Page.keyBytes(m, cell);
    int headEnd = prefixBytes + HEAD_BYTES;
    if (bytes <= headEnd || cellKeyBytes <= headEnd) {
      return Integer.compare(bytes, cellKeyBytes);
    }
    int word = Page.payloadWord(m, cell);
    int inlineRest = Page.restBytes(shape, cellKeyBytes, word, prefixBytes);
    int common = Math.min(inlineRest, bytes - headEnd);
    int order = -Bytes.compare(m, cell + CELL_HEADER_BYTES, common, key, from + headEnd, common);
    if (order != 0 || word != CHAINED_KEY || bytes <= headEnd + inlineRest) {
      return order != 0 ? order : Integer.compare(bytes, cellKeyBytes);
    }
    int inlineBytes = shape.maxInlineKeyBytes();
    return chains.compare(
        Page.chain(m, cell + CELL_HEADER_BYTES + inlineRest),
        cellKeyBytes - inlineBytes,
        key,
        from + inlineBytes,
        bytes - inlineBytes);
  }

  /**
   * The step from an inner page to the child of a key: behind the last separator that is not
   * greater, or to the first child.
   *
   * <p>The search begins where the key is expected (interpolation search; Peterson, "Addressing for
   * random-access storage", 1957): where keys are spread evenly between two separators, the key's
   * share of the way from one to the other is the share of the child's keys that are less.
   *
   * @param share what the step to this page says of it
   */
  long findChild(MemorySegment m, long at, byte[] key, int from, int bytes, int share) {
    int count = Page.count(m, at);
    int prefixBytes = Page.prefixBytes(m, at);
    if (prefixBytes > 0) {
      int order = comparePrefix(m, at, prefixBytes, key, from, bytes);
      if (order != 0) {
        return stepTo(order < 0 ? -1 : count - 1, m, at, Step.MIDDLE_SHARE);
      }
    }
    int expected = expected(count, share);
    Page.touchEntry(m, at, count, expected);
    long head = Page.head(key, from + prefixBytes, bytes - prefixBytes);
    long heads = at + HEADER_BYTES;
    int index = SortedHeads.countLess8(m, heads, count, head, expected);
    if (index < count && m.get(LONG, heads + (long) index * HEAD_BYTES) == head) {
      int end = endOfHead(m, heads, count, index, head);
      int found = findRest(m, at, count, prefixBytes, index, end, key, from, bytes);
      index = found >= 0 ? found + 1 : -1 - found;
    }
    int childShare =
        index == 0 || index == count
            ? Step.MIDDLE_SHARE // What bounds the child on one side is not here.
            : share(m, heads + (index - 1L) * HEAD_BYTES, head);
    return stepTo(index - 1, m, at, childShare);
  }

  private long stepTo(int index, MemorySegment m, long at, int share) {
    return Step.to(index, Page.child(shape, m, at, index), share);
  }

  /** Where between a head and the one behind it another is. */
  private static int share(MemorySegment m, long low, long head) {
    long from = m.get(LONG, low);
    double width = (m.get(LONG, low + HEAD_BYTES) - from) >>> 1; // Halves: there is no sign.
    return Step.shareOf(((head - from) >>> 1) / width);
  }

  private static int expected(int count, int share) {
    return (int) ((long) count * share / Step.WHOLE_SHARE);
  }

  /** Brings what {@link #findChild} probably reads into the caches. */
  void touchExpected(MemorySegment m, long at, int share) {
    int count = Page.count(m, at);
    Page.touchEntry(m, at, count, expected(count, share));
  }
}

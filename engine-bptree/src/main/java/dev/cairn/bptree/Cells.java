package dev.cairn.bptree;

import static dev.cairn.bptree.PageFormat.HEADER_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The cells of one page or of two neighbours, and perhaps a new one, in the order of their keys:
 * what a page is split into, merged from, or balanced with. Works on copies of the pages; the
 * writer's own, and used again and again.
 */
final class Cells {
  private static final int ENTRY_BYTES = PageFormat.HEAD_BYTES + PageFormat.SLOT_BYTES;
  private static final int NEW = -1;

  private final PageShape shape;
  private final PageEdit edit;
  private final TreeReader reader;
  private final MemorySegment copies;
  private final byte[] key;
  private final byte[] otherKey;
  private final byte[] payload;
  private final NewCell cell = new NewCell();

  // Where in the copies a cell's page begins, or NEW; and its index there.
  private int[] pages = new int[64];
  private int[] indexes = new int[64];
  private int[] bytes = new int[64];

  // Bytes of a cell's key behind the head, of which a prefix takes the first.
  private int[] restBytes = new int[64];
  private int count;
  private int copyCount;
  private NewCell added = cell;

  /**
   * @param copies memory for two pages
   */
  Cells(PageShape shape, PageEdit edit, TreeReader reader, MemorySegment copies) {
    this.shape = shape;
    this.edit = edit;
    this.reader = reader;
    this.copies = copies;
    this.key = new byte[shape.maxInlineKeyBytes() + PageFormat.HEAD_BYTES];
    this.otherKey = new byte[key.length];
    this.payload = new byte[shape.pageBytes()];
  }

  void clear() {
    count = 0;
    copyCount = 0;
  }

  /** Adds all cells of a page, as it is now. */
  void addPage(MemorySegment m, long at) {
    int base = copyCount++ * shape.pageBytes();
    MemorySegment.copy(m, at, copies, base, shape.pageBytes());
    int cells = Page.count(copies, base);
    for (int i = 0; i < cells; i++) {
      long from = Page.cell(copies, base, cells, i);
      int word = Page.payloadWord(copies, from);
      int rest = Page.restBytes(shape, Page.keyBytes(copies, from), word, 0);
      insert(
          count,
          base,
          i,
          ENTRY_BYTES + PageFormat.CELL_HEADER_BYTES + rest + Page.payloadBytes(word),
          rest);
    }
  }

  /** Adds a new cell before another; it must stay as it is until the pages are built. */
  void add(int index, NewCell newCell) {
    added = newCell;
    int cellBytes = newCell.bytes(0);
    int rest = cellBytes - PageFormat.CELL_HEADER_BYTES - newCell.payloadBytes;
    insert(index, NEW, 0, ENTRY_BYTES + cellBytes, rest);
  }

  private void insert(int index, int page, int indexThere, int cellBytes, int rest) {
    if (count == pages.length) {
      pages = Arrays.copyOf(pages, count * 2);
      indexes = Arrays.copyOf(indexes, count * 2);
      bytes = Arrays.copyOf(bytes, count * 2);
      restBytes = Arrays.copyOf(restBytes, count * 2);
    }
    System.arraycopy(pages, index, pages, index + 1, count - index);
    System.arraycopy(indexes, index, indexes, index + 1, count - index);
    System.arraycopy(bytes, index, bytes, index + 1, count - index);
    System.arraycopy(restBytes, index, restBytes, index + 1, count - index);
    pages[index] = page;
    indexes[index] = indexThere;
    bytes[index] = cellBytes;
    restBytes[index] = rest;
    count++;
  }

  int count() {
    return count;
  }

  /** Bytes that a page needs for some of the cells, with the prefix that they share. */
  int pageBytes(int from, int to) {
    int sum = HEADER_BYTES;
    for (int i = from; i < to; i++) {
      sum += bytes[i];
    }
    if (to - from < 2) {
      return sum;
    }
    int prefixBytes = prefixBytes(from, to);
    sum += prefixBytes;
    for (int i = from; i < to; i++) {
      sum -= Math.min(prefixBytes, restBytes[i]);
    }
    return sum;
  }

  boolean fits(int from, int to) {
    return pageBytes(from, to) <= shape.pageBytes();
  }

  /** Whether one page has room for all cells. */
  boolean fits() {
    return fits(0, count);
  }

  /** Bytes that the keys of all cells begin with. */
  int prefixBytes() {
    return prefixBytes(0, count);
  }

  private int prefixBytes(int from, int to) {
    if (to - from < 2) {
      return 0;
    }
    NewCell first = load(from, key);
    byte[] firstKey = first.key;
    int firstFrom = first.keyFrom;
    int firstBytes = first.inlineBytes;
    NewCell last = load(to - 1, otherKey);
    int common = Math.min(firstBytes, last.inlineBytes);
    int different =
        Arrays.mismatch(
            firstKey, firstFrom, firstFrom + common, last.key, last.keyFrom, last.keyFrom + common);
    return Math.min(different < 0 ? common : different, shape.maxPrefixBytes());
  }

  /**
   * Where to cut, so that both sides have about as many bytes: the index of the first cell of the
   * right side.
   */
  int middle() {
    int prefixBytes = prefixBytes(); // Each side takes as much at least out of its keys.
    long all = 0;
    for (int i = 0; i < count; i++) {
      all += bytes[i] - Math.min(prefixBytes, restBytes[i]);
    }
    long left = 0;
    int cut = 0;
    for (; cut < count - 1; cut++) {
      int bytesHere = bytes[cut] - Math.min(prefixBytes, restBytes[cut]);
      if (left + bytesHere / 2 >= all / 2) {
        break;
      }
      left += bytesHere;
    }
    return Math.max(1, cut);
  }

  /**
   * The cut nearest to a wanted one with which a page has room for each side. There is one for a
   * page and a new cell: no cell takes more than a quarter of a page.
   *
   * @param moved how many cells are on neither side, but between
   */
  int nearestCut(int wanted, int moved) {
    for (int distance = 0; distance < count; distance++) {
      for (int cut : new int[] {wanted - distance, wanted + distance}) {
        if (cut >= 1 && cut + moved < count && fits(0, cut) && fits(cut + moved, count)) {
          return cut;
        }
      }
    }
    throw new IllegalStateException("no way to cut " + count + " cells");
  }

  /** The cell with its key in the array that is given, until the next call. */
  private NewCell load(int index, byte[] keyArray) {
    int page = pages[index];
    if (page == NEW) {
      return added;
    }
    int cells = Page.count(copies, page);
    long from = Page.cell(copies, page, cells, indexes[index]);
    int prefixBytes = Page.prefixBytes(copies, page);
    cell.inlineBytes = Page.copyInlineKey(shape, copies, page, indexes[index], keyArray, 0);
    cell.key = keyArray;
    cell.keyFrom = 0;
    cell.keyBytes = Page.keyBytes(copies, from);
    cell.payloadWord = Page.payloadWord(copies, from);
    cell.payloadBytes = Page.payloadBytes(cell.payloadWord);
    cell.payloadFrom = 0;
    cell.payload = payload;
    MemorySegment.copy(
        copies,
        ValueLayout.JAVA_BYTE,
        Page.payload(shape, copies, from, prefixBytes),
        payload,
        0,
        cell.payloadBytes);
    return cell;
  }

  /** A cell, until the next call of any method. */
  NewCell cell(int index) {
    return load(index, key);
  }

  /** The whole key of a cell. */
  byte[] wholeKey(int index) {
    if (pages[index] != NEW) {
      return reader.keyCopy(copies, pages[index], indexes[index]);
    }
    return added.wholeKey();
  }

  /** Makes a page of some of the cells; identity, kind, level and link stay what they are. */
  void build(MemorySegment m, long at, int from, int to) {
    int prefixBytes =
        to - from == 1 && Page.level(m, at) > 0
            ? edit.firstPrefixBytes(load(from, key))
            : prefixBytes(from, to);
    byte[] prefix = key;
    int prefixFrom = 0;
    if (prefixBytes > 0) {
      NewCell first = load(from, key);
      prefix = first.key;
      prefixFrom = first.keyFrom;
    }
    edit.begin(
        m,
        at,
        to - from,
        prefixFrom == 0 ? prefix : Arrays.copyOfRange(prefix, prefixFrom, prefixFrom + prefixBytes),
        prefixBytes);
    for (int i = from; i < to; i++) {
      edit.append(m, at, i - from, load(i, key));
    }
  }
}

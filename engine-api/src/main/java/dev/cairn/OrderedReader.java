package dev.cairn;

/** A reader that knows the order of its keys: unsigned, byte by byte, a prefix first. */
public interface OrderedReader extends Reader {
  /**
   * Opens a cursor over the keys of a range. It stands before the first of them.
   *
   * @param range the keys to move over
   * @return a cursor, which the caller closes
   */
  Cursor scan(KeyRange range);
}

package dev.cairn.bptree;

import static dev.cairn.bptree.PageFormat.CELL_HEADER_BYTES;
import static dev.cairn.bptree.PageFormat.HEAD_BYTES;
import static dev.cairn.bptree.PageFormat.KEY_BYTES_OFFSET;
import static dev.cairn.bptree.PageFormat.PAYLOAD_WORD_OFFSET;
import static dev.cairn.bptree.PageFormat.SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A cell on its way into a page. Used again and again by the one who owns it. */
final class NewCell {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** The part of the key that stands in the page. */
  byte[] key = new byte[0];

  int keyFrom;
  int inlineBytes;

  /** Bytes of the whole key. */
  int keyBytes;

  int payloadWord;
  byte[] payload = new byte[0];
  int payloadFrom;
  int payloadBytes;

  private final byte[] ints = new byte[2 * Integer.BYTES];

  void setKey(byte[] source, int from, int wholeBytes, PageShape shape) {
    key = source;
    keyFrom = from;
    keyBytes = wholeBytes;
    inlineBytes = Math.min(wholeBytes, shape.maxInlineKeyBytes());
  }

  void setValue(byte[] source, int from, int bytes) {
    payloadWord = bytes;
    payload = source;
    payloadFrom = from;
    payloadBytes = bytes;
  }

  void setChild(int id) {
    INT.set(ints, 0, id);
    setInts(PageFormat.CHILD_BYTES, Integer.BYTES);
  }

  /** A payload that leads to a chain. */
  void setChain(int word, int valueBytesOrChild, int firstPage) {
    INT.set(ints, 0, valueBytesOrChild);
    INT.set(ints, Integer.BYTES, firstPage);
    setInts(word, 2 * Integer.BYTES);
  }

  private void setInts(int word, int bytes) {
    payloadWord = word;
    payload = ints;
    payloadFrom = 0;
    payloadBytes = bytes;
  }

  byte[] wholeKey() {
    return Arrays.copyOfRange(key, keyFrom, keyFrom + keyBytes);
  }

  byte[] prefix(int bytes) {
    return Arrays.copyOfRange(key, keyFrom, keyFrom + bytes);
  }

  private int restBytes(int prefixBytes) {
    return Math.max(0, inlineBytes - prefixBytes - HEAD_BYTES);
  }

  int bytes(int prefixBytes) {
    return CELL_HEADER_BYTES + restBytes(prefixBytes) + payloadBytes;
  }

  long head(int prefixBytes) {
    return Page.head(key, keyFrom + prefixBytes, inlineBytes - prefixBytes);
  }

  void write(MemorySegment m, long cell, int prefixBytes) {
    m.set(SHORT, cell + KEY_BYTES_OFFSET, (short) keyBytes);
    m.set(SHORT, cell + PAYLOAD_WORD_OFFSET, (short) payloadWord);
    int restBytes = restBytes(prefixBytes);
    long at = cell + CELL_HEADER_BYTES;
    if (restBytes > 0) {
      MemorySegment.copy(
          key, keyFrom + prefixBytes + HEAD_BYTES, m, ValueLayout.JAVA_BYTE, at, restBytes);
    }
    MemorySegment.copy(
        payload, payloadFrom, m, ValueLayout.JAVA_BYTE, at + restBytes, payloadBytes);
  }
}

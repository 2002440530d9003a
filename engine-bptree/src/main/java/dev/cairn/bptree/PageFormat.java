package dev.cairn.bptree;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Layout of the pages of the file {@code PAGES}; see docs/formats/pages.md. */
final class PageFormat {
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static final String FILE_NAME = "PAGES";

  static final int MIN_PAGE_BYTES = 4 << 10;
  static final int MAX_PAGE_BYTES = 64 << 10;

  /**
   * The first bytes of a page are zeros in the file. In memory they are the words of its frame
   * ({@link Frames}): whoever wants the page needs both, and so they are in one cache line.
   */
  static final int FRAME_BYTES = 4 * Long.BYTES;

  /** CRC-32C of the rest of the page, masked with the store's seed. */
  static final int CHECKSUM_OFFSET = FRAME_BYTES;

  static final int PAGE_ID_OFFSET = CHECKSUM_OFFSET + Integer.BYTES;

  /** The epoch in which the page got its id. */
  static final int BIRTH_OFFSET = PAGE_ID_OFFSET + Integer.BYTES;

  static final int KIND_OFFSET = BIRTH_OFFSET + Long.BYTES;

  /** 0 in a leaf, 1 more than its children in an inner page. */
  static final int LEVEL_OFFSET = KIND_OFFSET + Byte.BYTES;

  /** How many cells. */
  static final int COUNT_OFFSET = LEVEL_OFFSET + Byte.BYTES;

  /** How many bytes all keys begin with; they stand at the page's end. */
  static final int PREFIX_BYTES_OFFSET = COUNT_OFFSET + Short.BYTES;

  static final int RESERVED_OFFSET = PREFIX_BYTES_OFFSET + Short.BYTES;

  /** Where the lowest cell begins. */
  static final int HEAP_OFFSET = RESERVED_OFFSET + Short.BYTES;

  /** Bytes above that which no cell uses. */
  static final int DEAD_BYTES_OFFSET = HEAP_OFFSET + Integer.BYTES;

  /** An inner page's first child; the next page of a chain, or 0. */
  static final int LINK_OFFSET = DEAD_BYTES_OFFSET + Integer.BYTES;

  /** Bytes of content of a page of a chain or of the map. */
  static final int CONTENT_BYTES_OFFSET = LINK_OFFSET + Integer.BYTES;

  /** The heads of the keys, 8 bytes each; behind them the slots, 2 bytes each. */
  static final int HEADER_BYTES = CONTENT_BYTES_OFFSET + Integer.BYTES;

  static final int HEAD_BYTES = Long.BYTES;
  static final int SLOT_BYTES = Short.BYTES;

  /** In a cell: bytes of the whole key, an unsigned short. */
  static final int KEY_BYTES_OFFSET = 0;

  /** In a cell: bytes of payload, or one of the words below, an unsigned short. */
  static final int PAYLOAD_WORD_OFFSET = KEY_BYTES_OFFSET + Short.BYTES;

  /** In a cell: the key behind prefix and head; then the payload. */
  static final int CELL_HEADER_BYTES = PAYLOAD_WORD_OFFSET + Short.BYTES;

  /** The payload word of a value in a chain. */
  static final int CHAINED = 0xffff;

  /** The payload word of a key of which a part is in a chain; in a leaf its value follows there. */
  static final int CHAINED_KEY = 0xfffe;

  /** The payload that leads to a chain: value bytes or child, then the chain's first page. */
  static final int CHAIN_PAYLOAD_BYTES = 2 * Integer.BYTES;

  static final int CHILD_BYTES = Integer.BYTES;

  /** Kinds. */
  static final byte LEAF = 1;

  static final byte INNER = 2;
  static final byte CHAIN = 3;
  static final byte MAP = 4;

  /** The two copies of the meta page. */
  static final int META_PAGES = 2;

  private PageFormat() {}
}

package dev.cairn.lsm;

/**
 * Layout of a block's content; see docs/formats/lsm-table.md.
 *
 * <p>The entries, the prefix that all keys of the block have in common, the four bytes of each key
 * that follow it (the heads), where each entry begins, how many entries there are, and how long the
 * prefix is. An entry holds of its key only what follows the head.
 */
final class BlockFormat {
  static final int HEAD_KEY_BYTES = Integer.BYTES;
  static final int SLOT_BYTES = HEAD_KEY_BYTES + Short.BYTES;
  static final int COUNT_BYTES = Short.BYTES;
  static final int PREFIX_BYTES_BYTES = Short.BYTES;
  static final int TRAILER_BYTES = COUNT_BYTES + PREFIX_BYTES_BYTES;

  /** An entry begins with a byte that says how wide its numbers are and what it is. */
  static final int CONTROL_BYTES = Byte.BYTES;

  static final int SEQUENCE_WIDTH_MASK = 7;
  static final int VALUE_WIDTH_SHIFT = 3;
  static final int VALUE_WIDTH_MASK = 3;
  static final int SUFFIX_WIDTH_SHIFT = 5;
  static final int DELETE_BIT = 1 << 6;

  /** Blocks are at most so long, because an entry's place is two bytes. */
  static final int MAX_BLOCK_BYTES = 32 << 10;

  private BlockFormat() {}

  static int sequenceWidth(long stored) {
    return (Long.SIZE - Long.numberOfLeadingZeros(stored) + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** 0, 1, 2 or 3 for values whose length takes 0, 1, 2 or 4 bytes. */
  static int valueWidthCode(int valueBytes) {
    return valueBytes == 0 ? 0 : valueBytes < 1 << 8 ? 1 : valueBytes < 1 << 16 ? 2 : 3;
  }

  static int valueWidth(int code) {
    return (1 << code) >> 1;
  }

  static int suffixWidth(int suffixBytes) {
    return suffixBytes < 1 << 8 ? 1 : 2;
  }

  /** Bytes of an entry but for its value. */
  static int entryBytes(int suffixBytes, int valueBytes, long storedSequence) {
    return CONTROL_BYTES
        + suffixWidth(suffixBytes)
        + valueWidth(valueWidthCode(valueBytes))
        + sequenceWidth(storedSequence)
        + Math.max(0, suffixBytes - HEAD_KEY_BYTES);
  }

  /** The bytes of a key from an index on, as far as a head has them, as an unsigned number. */
  static int head(byte[] key, int from, int keyBytes) {
    int head = 0;
    for (int i = 0; i < HEAD_KEY_BYTES; i++) {
      head = (head << Byte.SIZE) | (from + i < keyBytes ? key[from + i] & 0xff : 0);
    }
    return head;
  }
}

package dev.cairn.lsm;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Layout of a table file; see docs/formats/lsm-table.md. */
final class TableFormat {
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /** "CAIRNTBL" as it stands in the file. */
  static final long MAGIC = 0x4c42544e52494143L;

  static final int VERSION = 1;

  /** Kinds of blocks. */
  static final byte DATA = 1;

  static final byte PARTITION = 2;
  static final byte TOMBSTONES = 3;
  static final byte TOP_INDEX = 4;
  static final byte PROPERTIES = 5;

  /** How a block's content is stored. */
  static final byte PLAIN = 0;

  static final byte LZ4 = 1;

  /** Of a module of its own. */
  static final byte ZSTD = 2;

  /** A block's header; its stored content follows. */
  static final int CHECKSUM_OFFSET = 0;

  static final int STORED_BYTES_OFFSET = CHECKSUM_OFFSET + Integer.BYTES;
  static final int CONTENT_BYTES_OFFSET = STORED_BYTES_OFFSET + Integer.BYTES;
  static final int KIND_OFFSET = CONTENT_BYTES_OFFSET + Integer.BYTES;
  static final int CODEC_OFFSET = KIND_OFFSET + Byte.BYTES;
  static final int RESERVED_OFFSET = CODEC_OFFSET + Byte.BYTES;
  static final int HEADER_BYTES = RESERVED_OFFSET + Short.BYTES;

  /** The value of a partition's entry. */
  static final int HANDLE_POSITION_OFFSET = 0;

  static final int HANDLE_BYTES_OFFSET = HANDLE_POSITION_OFFSET + Integer.BYTES;
  static final int HANDLE_BYTES = HANDLE_BYTES_OFFSET + Integer.BYTES;

  /**
   * A partition's content: the filter, the index entries as a block, and how long the filter is.
   */
  static final int FILTER_BLOCKS_BYTES = Integer.BYTES;

  /** The top index: a count, then for each partition these and the separator. */
  static final int TOP_POSITION_OFFSET = 0;

  static final int TOP_BYTES_OFFSET = TOP_POSITION_OFFSET + Long.BYTES;
  static final int TOP_BASE_OFFSET = TOP_BYTES_OFFSET + Integer.BYTES;
  static final int TOP_FIRST_BLOCK_OFFSET = TOP_BASE_OFFSET + Long.BYTES;
  static final int TOP_SEPARATOR_BYTES_OFFSET = TOP_FIRST_BLOCK_OFFSET + Integer.BYTES;
  static final int TOP_SEPARATOR_OFFSET = TOP_SEPARATOR_BYTES_OFFSET + Integer.BYTES;

  /** Instead of the position of a block that there is not; at 0 there may be one. */
  static final long NO_BLOCK = -1;

  /** The footer, which ends the file. */
  static final int MAGIC_OFFSET = 0;

  static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int BLOCK_BYTES_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final int STORE_SEED_OFFSET = BLOCK_BYTES_OFFSET + Integer.BYTES;
  static final int TABLE_ID_OFFSET = STORE_SEED_OFFSET + Long.BYTES;
  static final int TOMBSTONES_POSITION_OFFSET = TABLE_ID_OFFSET + Long.BYTES;
  static final int TOP_INDEX_POSITION_OFFSET = TOMBSTONES_POSITION_OFFSET + Long.BYTES;
  static final int PROPERTIES_POSITION_OFFSET = TOP_INDEX_POSITION_OFFSET + Long.BYTES;

  /** The codec that the table was written with; a block that it made no shorter is plain. */
  static final int TABLE_CODEC_OFFSET = PROPERTIES_POSITION_OFFSET + Long.BYTES;

  static final int RESERVED_2_OFFSET = TABLE_CODEC_OFFSET + Byte.BYTES;

  /** CRC-32C of all footer bytes before it. */
  static final int FOOTER_CHECKSUM_OFFSET = RESERVED_2_OFFSET + 3;

  static final int FOOTER_BYTES = FOOTER_CHECKSUM_OFFSET + Integer.BYTES;

  private static final String SUFFIX = ".table";
  private static final int ID_DIGITS = 16;

  private TableFormat() {}

  static String fileName(long tableId) {
    return String.format("%0" + ID_DIGITS + "x", tableId) + SUFFIX;
  }

  static boolean isTableName(String name) {
    return name.length() == ID_DIGITS + SUFFIX.length()
        && name.endsWith(SUFFIX)
        && name.substring(0, ID_DIGITS).matches("[0-9a-f]{" + ID_DIGITS + "}");
  }

  static long tableId(String name) {
    return Long.parseUnsignedLong(name.substring(0, ID_DIGITS), 16);
  }

  static long maskSeed(long storeSeed, long tableId) {
    return mix(storeSeed ^ mix(tableId + 0x7AB1E5EEDL));
  }

  /** What the checksum of a block is masked with, so that it is valid at its place alone. */
  static int mask(long maskSeed, long position) {
    return (int) (mix(maskSeed + position) >>> Integer.SIZE);
  }

  /**
   * The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit moves every output bit.
   */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

package dev.cairn.lsm;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Layout of the file {@code MANIFEST}; see docs/formats/lsm-manifest.md. */
final class ManifestFormat {
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** "CAIRNLSM" as it stands in the file. */
  static final long MAGIC = 0x4d534c4e52494143L;

  static final int VERSION = 1;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int COUNT_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final int STORE_SEED_OFFSET = COUNT_OFFSET + Integer.BYTES;
  static final int FLUSHED_OFFSET = STORE_SEED_OFFSET + Long.BYTES;
  static final int DURABLE_OFFSET = FLUSHED_OFFSET + Long.BYTES;
  static final int NEXT_SEGMENT_OFFSET = DURABLE_OFFSET + Long.BYTES;
  static final int NEXT_TABLE_OFFSET = NEXT_SEGMENT_OFFSET + Long.BYTES;

  /** The tables; after them a CRC-32C of all before it. */
  static final int ENTRIES_OFFSET = NEXT_TABLE_OFFSET + Long.BYTES;

  /** In a table's entry. */
  static final int ID_OFFSET = 0;

  static final int FILE_BYTES_OFFSET = ID_OFFSET + Long.BYTES;
  static final int TABLE_ENTRIES_OFFSET = FILE_BYTES_OFFSET + Long.BYTES;
  static final int DELETES_OFFSET = TABLE_ENTRIES_OFFSET + Long.BYTES;
  static final int NEWEST_OFFSET = DELETES_OFFSET + Long.BYTES;
  static final int LEVEL_OFFSET = NEWEST_OFFSET + Long.BYTES;
  static final int LOWER_BYTES_OFFSET = LEVEL_OFFSET + Integer.BYTES;
  static final int UPPER_BYTES_OFFSET = LOWER_BYTES_OFFSET + Integer.BYTES;

  /** The lower end, then the upper one. */
  static final int KEYS_OFFSET = UPPER_BYTES_OFFSET + Integer.BYTES;

  /** Instead of the length of an upper end that is open. */
  static final int OPEN = -1;

  private ManifestFormat() {}
}

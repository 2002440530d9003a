package dev.cairn.hash;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Layout of the file {@code SEGMENTS}; see docs/formats/segments.md. A CRC-32C of all ends it. */
final class SegmentListFormat {
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** "CAIRNSEG" as it stands in the file. */
  static final long MAGIC = 0x4745534e52494143L;

  static final int VERSION = 1;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int COUNT_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final int CHAIN_OFFSET = COUNT_OFFSET + Integer.BYTES;
  static final int DURABLE_OFFSET = CHAIN_OFFSET + Long.BYTES;
  static final int NEXT_ID_OFFSET = DURABLE_OFFSET + Long.BYTES;
  static final int ENTRIES_OFFSET = NEXT_ID_OFFSET + Long.BYTES;

  /** In an entry. */
  static final int ID_OFFSET = 0;

  static final int BASE_OFFSET = ID_OFFSET + Long.BYTES;
  static final int END_OFFSET = BASE_OFFSET + Long.BYTES;
  static final int ENTRY_BYTES = END_OFFSET + Long.BYTES;

  private SegmentListFormat() {}

  static long fileBytes(int entries) {
    return ENTRIES_OFFSET + (long) entries * ENTRY_BYTES + Integer.BYTES;
  }
}

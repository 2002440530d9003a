package dev.cairn.hash;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Layout of the file {@code INDEX}; see docs/formats/index.md. The tables, the segments, the
 * footer; each of them ends with a CRC-32C of its bytes.
 */
final class IndexImageFormat {
  static final String FILE_NAME = "INDEX";

  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** "CAIRNIDX" as it stands in the file. */
  static final long MAGIC = 0x5844494e52494143L;

  static final int VERSION = 1;

  /** In a table: its slots follow, then its tags, then its checksum. */
  static final int SHARD_OFFSET = 0;

  static final int PREFIX_OFFSET = SHARD_OFFSET + Integer.BYTES;
  static final int DEPTH_OFFSET = PREFIX_OFFSET + Integer.BYTES;
  static final int COUNT_OFFSET = DEPTH_OFFSET + Integer.BYTES;
  static final int SLOTS_OFFSET = COUNT_OFFSET + Integer.BYTES;

  /** In a segment's entry. */
  static final int ID_OFFSET = 0;

  static final int BASE_OFFSET = ID_OFFSET + Long.BYTES;
  static final int NUMBER_OFFSET = BASE_OFFSET + Long.BYTES;
  static final int DEAD_OFFSET = NUMBER_OFFSET + Integer.BYTES;
  static final int TOMBSTONE_OFFSET = DEAD_OFFSET + Long.BYTES;
  static final int SEGMENT_BYTES = TOMBSTONE_OFFSET + Long.BYTES;

  /** In the footer, which ends the file. */
  static final int MAGIC_OFFSET = 0;

  static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int SEGMENT_COUNT_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final int STORE_SEED_OFFSET = SEGMENT_COUNT_OFFSET + Integer.BYTES;
  static final int REPLAY_OFFSET = STORE_SEED_OFFSET + Long.BYTES;
  static final int DURABLE_OFFSET = REPLAY_OFFSET + Long.BYTES;
  static final int TABLES_END_OFFSET = DURABLE_OFFSET + Long.BYTES;
  static final int FOOTER_BYTES = TABLES_END_OFFSET + Long.BYTES + Integer.BYTES;

  private IndexImageFormat() {}

  static long tagsOffset(int count) {
    return SLOTS_OFFSET + (long) count * Long.BYTES;
  }

  static long tableBytes(int count) {
    return tagsOffset(count) + count + Integer.BYTES;
  }

  static long segmentsBytes(int segments) {
    return (long) segments * SEGMENT_BYTES + Integer.BYTES;
  }
}

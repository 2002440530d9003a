package dev.cairn.internal.store;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Layout of the file {@code STORE}; see docs/formats/store.md. */
final class StoreFileFormat {
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A line of text, {@code cairn ENGINE VERSION}, then zeros. */
  static final int LINE_OFFSET = 0;

  static final int LINE_BYTES = 64;
  static final int SEED_OFFSET = LINE_OFFSET + LINE_BYTES;
  static final int SEGMENT_BYTES_OFFSET = SEED_OFFSET + Long.BYTES;

  /** CRC-32C of all before it. */
  static final int CHECKSUM_OFFSET = SEGMENT_BYTES_OFFSET + Integer.BYTES;

  static final int FILE_BYTES = CHECKSUM_OFFSET + Integer.BYTES;

  static final String FIRST_WORD = "cairn";

  private StoreFileFormat() {}
}

package dev.cairn.internal.log;

import dev.cairn.Limits;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Layout of a log segment; see docs/formats/log.md. */
public final class LogFormat {
  /** Little-endian integers at any offset. */
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** "CAIRNLOG" as it stands in the file. */
  static final long MAGIC = 0x474f4c4e52494143L;

  static final int VERSION = 1;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int RESERVED_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final int STORE_SEED_OFFSET = RESERVED_OFFSET + Integer.BYTES;
  static final int SEGMENT_ID_OFFSET = STORE_SEED_OFFSET + Long.BYTES;
  static final int BASE_POSITION_OFFSET = SEGMENT_ID_OFFSET + Long.BYTES;
  static final int DURABLE_POSITION_OFFSET = BASE_POSITION_OFFSET + Long.BYTES;
  static final int CAPACITY_OFFSET = DURABLE_POSITION_OFFSET + Long.BYTES;

  static final int RESERVED_2_OFFSET = CAPACITY_OFFSET + Long.BYTES;

  /** CRC-32C of all header bytes before it. */
  static final int HEADER_CHECKSUM_OFFSET = RESERVED_2_OFFSET + Integer.BYTES;

  /** The first record begins here. */
  public static final int HEADER_BYTES = HEADER_CHECKSUM_OFFSET + Integer.BYTES;

  /** A {@code BATCH} record's value: bytes of the records that follow. */
  static final int BATCH_BYTES_OFFSET = RecordFormat.HEADER_BYTES;

  /** A {@code BATCH} record's value: how many records follow. */
  static final int BATCH_COUNT_OFFSET = BATCH_BYTES_OFFSET + Long.BYTES;

  static final int BATCH_VALUE_BYTES = Long.BYTES + Integer.BYTES;
  static final int BATCH_RECORD_BYTES = (int) RecordFormat.recordBytes(0, BATCH_VALUE_BYTES);

  /** A {@code MARK} record's value: the position before which all was on the device. */
  static final int MARK_POSITION_OFFSET = RecordFormat.HEADER_BYTES;

  static final int MARK_RECORD_BYTES = (int) RecordFormat.recordBytes(0, Long.BYTES);

  /** The most that a segment with one batch needs; its capacity is that in whole units. */
  static final long LARGEST_CONTENT_BYTES =
      HEADER_BYTES + MARK_RECORD_BYTES + BATCH_RECORD_BYTES + (long) Limits.MAX_BATCH_BYTES;

  /** No file of a segment has more: units have 1 GiB at most. */
  static final long LARGEST_SEGMENT_BYTES = LARGEST_CONTENT_BYTES + (1L << 30);

  private static final String SUFFIX = ".log";
  private static final int ID_DIGITS = 16;

  private LogFormat() {}

  static String fileName(long segmentId) {
    return String.format("%0" + ID_DIGITS + "x", segmentId) + SUFFIX;
  }

  static boolean isSegmentName(String name) {
    return name.length() == ID_DIGITS + SUFFIX.length()
        && name.endsWith(SUFFIX)
        && name.substring(0, ID_DIGITS).chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0);
  }

  static long segmentId(String fileName) {
    return Long.parseUnsignedLong(fileName.substring(0, ID_DIGITS), 16);
  }

  /** The seed of a segment's masks, different for every segment that any store ever has. */
  static long maskSeed(long storeSeed, long segmentId) {
    return mix(storeSeed ^ mix(segmentId + 0x9E3779B97F4A7C15L));
  }

  /**
   * What the checksum of the record at an offset is XORed with, so that it is valid there alone.
   */
  static int mask(long maskSeed, long offset) {
    return (int) (mix(maskSeed + offset) >>> 32);
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

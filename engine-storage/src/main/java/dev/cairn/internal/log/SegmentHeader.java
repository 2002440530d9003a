package dev.cairn.internal.log;

import dev.cairn.internal.simd.Crc32c;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What a segment's file says about itself.
 *
 * @param version the format's version
 * @param storeSeed the store it belongs to
 * @param segmentId its id
 * @param basePosition where in the log it begins
 * @param durablePosition up to where the log was on the device when the segment was begun
 * @param capacityBytes its size
 */
record SegmentHeader(
    int version,
    long storeSeed,
    long segmentId,
    long basePosition,
    long durablePosition,
    long capacityBytes) {

  /** The header at the start of a segment's bytes, or null if it was never written whole. */
  static @Nullable SegmentHeader parse(MemorySegment bytes) {
    if (bytes.byteSize() < LogFormat.HEADER_BYTES
        || bytes.get(LogFormat.LONG, LogFormat.MAGIC_OFFSET) != LogFormat.MAGIC
        || bytes.get(LogFormat.INT, LogFormat.HEADER_CHECKSUM_OFFSET)
            != Crc32c.of(bytes, 0, LogFormat.HEADER_CHECKSUM_OFFSET)) {
      return null;
    }
    return new SegmentHeader(
        bytes.get(LogFormat.INT, LogFormat.VERSION_OFFSET),
        bytes.get(LogFormat.LONG, LogFormat.STORE_SEED_OFFSET),
        bytes.get(LogFormat.LONG, LogFormat.SEGMENT_ID_OFFSET),
        bytes.get(LogFormat.LONG, LogFormat.BASE_POSITION_OFFSET),
        bytes.get(LogFormat.LONG, LogFormat.DURABLE_POSITION_OFFSET),
        bytes.get(LogFormat.LONG, LogFormat.CAPACITY_OFFSET));
  }

  /**
   * Whether a file holds this header from an earlier life: it was of a segment that is gone, was
   * renamed to become the next, and power failed before the new header, or the zeros before it,
   * were on the device. So no record of the new segment was either, or none that counts.
   *
   * @param seed the store's seed
   * @param fileId the id that the file's name says
   * @param chainPosition before it, segments are gone but for those that the owner lists
   */
  boolean isOfGone(long seed, long fileId, long chainPosition) {
    return storeSeed == seed && segmentId < fileId && basePosition < chainPosition;
  }

  /** Writes the header where {@link #parse} finds it. */
  void write(MemorySegment bytes) {
    bytes.set(LogFormat.LONG, LogFormat.MAGIC_OFFSET, LogFormat.MAGIC);
    bytes.set(LogFormat.INT, LogFormat.VERSION_OFFSET, version);
    bytes.set(LogFormat.INT, LogFormat.RESERVED_OFFSET, 0);
    bytes.set(LogFormat.LONG, LogFormat.STORE_SEED_OFFSET, storeSeed);
    bytes.set(LogFormat.LONG, LogFormat.SEGMENT_ID_OFFSET, segmentId);
    bytes.set(LogFormat.LONG, LogFormat.BASE_POSITION_OFFSET, basePosition);
    bytes.set(LogFormat.LONG, LogFormat.DURABLE_POSITION_OFFSET, durablePosition);
    bytes.set(LogFormat.LONG, LogFormat.CAPACITY_OFFSET, capacityBytes);
    bytes.set(LogFormat.INT, LogFormat.RESERVED_2_OFFSET, 0);
    bytes.set(
        LogFormat.INT,
        LogFormat.HEADER_CHECKSUM_OFFSET,
        Crc32c.of(bytes, 0, LogFormat.HEADER_CHECKSUM_OFFSET));
  }
}

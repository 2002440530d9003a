package dev.cairn.internal.log;

import dev.cairn.internal.record.RecordFormat;

/**
 * What tells a segment from every other: its id for ever, its number for as long as it lives.
 *
 * @param id names the segment among all that the store ever has
 * @param number its first unit of address space
 * @param addressBase the address of its header
 * @param maskSeed what its records' checksums are masked with
 */
record SegmentPlace(long id, int number, long addressBase, long maskSeed) {
  static SegmentPlace of(long id, int number, int segmentBytes, long storeSeed) {
    return new SegmentPlace(
        id,
        number,
        (long) number * (segmentBytes / RecordFormat.ALIGNMENT_BYTES),
        LogFormat.maskSeed(storeSeed, id));
  }
}

package dev.cairn.internal.log;

import dev.cairn.Limits;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;

/** Walks over the records of a segment and trusts none of its bytes. */
final class LogScanner {
  private static final LogVisitor NOBODY = (segment, memory, offset) -> {};

  private LogScanner() {}

  /**
   * Shows the operations between two offsets up to the first that is not whole.
   *
   * @param segment whose bytes they are
   * @param memory the segment's bytes
   * @param from where a record begins
   * @param limit where the records end at the latest
   * @param visitor sees the operations
   * @return where the records end: {@code limit} if all are whole
   */
  static long scan(
      LogSegment segment, MemorySegment memory, long from, long limit, LogVisitor visitor) {
    long offset = from;
    while (offset < limit && isWhole(segment, memory, offset, limit)) {
      long end = offset + LogRecord.bytes(memory, offset);
      switch (LogRecord.kind(memory, offset)) {
        case RecordFormat.BATCH -> {
          long first = end;
          end = batchEnd(segment, memory, offset, limit);
          if (end < 0) {
            return offset;
          }
          for (long at = first; at < end; at += LogRecord.bytes(memory, at)) {
            visitor.visit(segment, memory, at);
          }
        }
        case RecordFormat.MARK -> {}
        default -> visitor.visit(segment, memory, offset);
      }
      offset = end;
    }
    return offset;
  }

  /**
   * Where the records between two offsets end.
   *
   * @param segment whose bytes they are
   * @param memory the segment's bytes
   * @param from where a record begins
   * @param limit where the records end at the latest
   * @return where they end
   */
  static long end(LogSegment segment, MemorySegment memory, long from, long limit) {
    return scan(segment, memory, from, limit, NOBODY);
  }

  /** Where a batch ends, or -1 if one of its records is missing, damaged or not an operation. */
  private static long batchEnd(LogSegment segment, MemorySegment memory, long offset, long limit) {
    if (LogRecord.valueBytes(memory, offset) != LogFormat.BATCH_VALUE_BYTES) {
      return -1;
    }
    long first = offset + LogRecord.bytes(memory, offset);
    long bytes = memory.get(LogFormat.LONG, offset + LogFormat.BATCH_BYTES_OFFSET);
    int count = memory.get(LogFormat.INT, offset + LogFormat.BATCH_COUNT_OFFSET);
    if (bytes < 0 || bytes > limit - first) {
      return -1;
    }
    long end = first + bytes;
    long at = first;
    for (int i = 0; i < count; i++) {
      if (!isWhole(segment, memory, at, end) || !isOperation(LogRecord.kind(memory, at))) {
        return -1;
      }
      at += LogRecord.bytes(memory, at);
    }
    return at == end ? end : -1;
  }

  private static boolean isOperation(byte kind) {
    return kind >= RecordFormat.PUT && kind <= RecordFormat.DELETE_RANGE;
  }

  /** Whether a record that was written there begins at an offset. */
  static boolean isWhole(LogSegment segment, MemorySegment memory, long offset, long limit) {
    if (limit - offset < RecordFormat.HEADER_BYTES) {
      return false;
    }
    byte kind = LogRecord.kind(memory, offset);
    int valueBytes = LogRecord.valueBytes(memory, offset);
    return kind >= RecordFormat.PUT
        && kind <= RecordFormat.MARK
        && LogRecord.reserved(memory, offset) == 0
        && valueBytes >= 0
        && valueBytes <= Limits.MAX_VALUE_BYTES
        && LogRecord.bytes(memory, offset) <= limit - offset
        && isChecksumRight(segment, memory, 0, offset);
  }

  private static boolean isChecksumRight(
      LogSegment segment, MemorySegment memory, long base, long offset) {
    return (LogRecord.checksum(memory, offset) ^ segment.mask(base + offset))
        == LogSegment.contentChecksum(memory, offset);
  }

  /**
   * The highest position that a mark anywhere between two offsets says was on the device. The marks
   * survive damage before them, because their place is part of their checksum.
   *
   * @param segment whose bytes they are
   * @param memory bytes of the segment
   * @param base where in the segment the memory begins
   * @param from a multiple of 8 in the memory to begin at
   * @param limit where in the memory to end
   * @return the position, or -1 if there is no mark
   */
  static long highestMark(
      LogSegment segment, MemorySegment memory, long base, long from, long limit) {
    long highest = -1;
    for (long offset = from;
        offset <= limit - LogFormat.MARK_RECORD_BYTES;
        offset += RecordFormat.ALIGNMENT_BYTES) {
      if (LogRecord.kind(memory, offset) == RecordFormat.MARK
          && LogRecord.valueBytes(memory, offset) == Long.BYTES
          && LogRecord.keyBytes(memory, offset) == 0
          && LogRecord.reserved(memory, offset) == 0
          && isChecksumRight(segment, memory, base, offset)) {
        highest =
            Math.max(highest, memory.get(LogFormat.LONG, offset + LogFormat.MARK_POSITION_OFFSET));
      }
    }
    return highest;
  }
}

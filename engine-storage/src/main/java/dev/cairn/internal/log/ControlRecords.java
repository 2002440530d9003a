package dev.cairn.internal.log;

import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes what the log adds to the records of its owner: masked checksums, batch heads, marks. */
final class ControlRecords {
  private ControlRecords() {}

  static void clearPadding(MemorySegment target, long recordEnd) {
    target.set(LogFormat.LONG, recordEnd - Long.BYTES, 0);
  }

  static void setChecksum(LogSegment segment, MemorySegment target, long offset, int checksum) {
    target.set(
        LogFormat.INT, offset + RecordFormat.CHECKSUM_OFFSET, checksum ^ segment.mask(offset));
  }

  private static void setControlRecord(
      LogSegment segment, MemorySegment target, long offset, byte kind, int valueBytes) {
    target.set(LogFormat.INT, offset + RecordFormat.VALUE_BYTES_OFFSET, valueBytes);
    target.set(LogFormat.SHORT, offset + RecordFormat.KEY_BYTES_OFFSET, (short) 0);
    target.set(ValueLayout.JAVA_BYTE, offset + RecordFormat.KIND_OFFSET, kind);
    target.set(ValueLayout.JAVA_BYTE, offset + RecordFormat.RESERVED_OFFSET, (byte) 0);
    setChecksum(segment, target, offset, LogSegment.contentChecksum(target, offset));
  }

  static void setBatch(
      LogSegment segment, MemorySegment target, long offset, int bytes, int count) {
    clearPadding(target, offset + LogFormat.BATCH_RECORD_BYTES);
    target.set(LogFormat.LONG, offset + LogFormat.BATCH_BYTES_OFFSET, bytes);
    target.set(LogFormat.INT, offset + LogFormat.BATCH_COUNT_OFFSET, count);
    setControlRecord(segment, target, offset, RecordFormat.BATCH, LogFormat.BATCH_VALUE_BYTES);
  }

  static void setMark(LogSegment segment, MemorySegment target, long offset, long position) {
    clearPadding(target, offset + LogFormat.MARK_RECORD_BYTES);
    target.set(LogFormat.LONG, offset + LogFormat.MARK_POSITION_OFFSET, position);
    setControlRecord(segment, target, offset, RecordFormat.MARK, Long.BYTES);
  }
}

package dev.cairn.lsm;

import dev.cairn.internal.log.AddressSpace;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.Residence;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Records of the log by their addresses. All that a memtable points at is in memory: a segment
 * stays until it has been removed, and it is removed after its records are in a table.
 */
final class LogRecords {
  private final AddressSpace addresses;

  LogRecords(AddressSpace addresses) {
    this.addresses = addresses;
  }

  LogSegment segment(long address) {
    LogSegment segment = addresses.find(address);
    if (segment == null) {
      throw new IllegalStateException("the store is closed");
    }
    return segment;
  }

  static MemorySegment memory(LogSegment segment) {
    Residence residence = segment.residence();
    if (residence == null) {
      throw new IllegalStateException("the store is closed");
    }
    return residence.memory();
  }

  /** Where in the log's order a record stands, in units of {@link RecordFormat#ALIGNMENT_BYTES}. */
  long sequence(long address) {
    LogSegment segment = segment(address);
    return sequence(segment, segment.offset(address));
  }

  static long sequence(LogSegment segment, long offset) {
    return (segment.basePosition() + offset) / RecordFormat.ALIGNMENT_BYTES;
  }

  int compareKey(long address, byte[] key, int keyOffset, int keyBytes) {
    LogSegment segment = segment(address);
    MemorySegment memory = memory(segment);
    long offset = segment.offset(address);
    return Bytes.compare(
        memory,
        LogRecord.keyOffset(offset),
        LogRecord.keyBytes(memory, offset),
        key,
        keyOffset,
        keyBytes);
  }

  int compareKeys(long a, long b) {
    LogSegment segmentA = segment(a);
    LogSegment segmentB = segment(b);
    MemorySegment memoryA = memory(segmentA);
    MemorySegment memoryB = memory(segmentB);
    long offsetA = segmentA.offset(a);
    long offsetB = segmentB.offset(b);
    return Bytes.compare(
        memoryA,
        LogRecord.keyOffset(offsetA),
        LogRecord.keyBytes(memoryA, offsetA),
        memoryB,
        LogRecord.keyOffset(offsetB),
        LogRecord.keyBytes(memoryB, offsetB));
  }

  int keyBytes(long address) {
    LogSegment segment = segment(address);
    return LogRecord.keyBytes(memory(segment), segment.offset(address));
  }

  boolean hasKey(long address, byte[] key, int keyOffset, int keyBytes) {
    LogSegment segment = segment(address);
    MemorySegment memory = memory(segment);
    long offset = segment.offset(address);
    return LogRecord.keyBytes(memory, offset) == keyBytes
        && Bytes.equal(memory, LogRecord.keyOffset(offset), key, keyOffset, keyBytes);
  }
}

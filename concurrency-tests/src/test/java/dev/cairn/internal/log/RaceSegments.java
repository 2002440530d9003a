package dev.cairn.internal.log;

import dev.cairn.concurrency.RaceBlocks;
import dev.cairn.internal.memory.Block;
import java.lang.foreign.MemorySegment;

/** Segments without a file, for races. */
public final class RaceSegments {
  /** Their capacity. */
  public static final int BYTES = 256;

  private static final RaceBlocks BLOCKS = new RaceBlocks(BYTES);

  private RaceSegments() {}

  /**
   * Makes an address space without segments.
   *
   * @return the address space
   */
  public static AddressSpace addresses() {
    return new AddressSpace(BYTES);
  }

  /**
   * Makes memory for one.
   *
   * @return a block, to be closed
   */
  public static Block block() {
    return BLOCKS.take();
  }

  /**
   * Makes a segment with a record.
   *
   * @param id its id; all have the same number
   * @param block its memory
   * @param record what it begins with
   * @return the segment
   */
  public static LogSegment segment(long id, Block block, LogRecord record) {
    LogSegment segment =
        new LogSegment(SegmentPlace.of(id, 1, BYTES, 0), id * BYTES, BYTES, null, null, block);
    append(segment, record);
    return segment;
  }

  /** The address of the record that a segment begins with. */
  public static long address(LogSegment segment) {
    return segment.address(LogFormat.HEADER_BYTES);
  }

  /** Appends as the tail does, under its lock. */
  static void append(LogSegment segment, LogRecord record) {
    MemorySegment target = segment.tailMemory();
    long offset = segment.end();
    ControlRecords.clearPadding(target, offset + record.bytes());
    record.copyTo(target, offset);
    ControlRecords.setChecksum(segment, target, offset, record.checksum());
    segment.advanceTo(offset + record.bytes());
  }

  /** Takes a segment's memory away, which another may have now. */
  public static void leave(LogSegment segment) {
    segment.takeResidence();
  }

  /** Puts another segment in the place of one that nothing leads to any more. */
  public static void replace(AddressSpace addresses, LogSegment old, LogSegment next) {
    addresses.remove(old);
    addresses.put(next);
  }

  /** Adds a segment. */
  public static void put(AddressSpace addresses, LogSegment segment) {
    addresses.put(segment);
  }
}

package dev.cairn.internal.log;

import dev.cairn.Durability;
import dev.cairn.MemoryBudgetException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log: the segment that is appended to, and how the log goes on in the next.
 *
 * <p>One short lock orders all appends. What was sealed and is not known to be on the device is
 * listed under it, so that whoever forces sees a list and an end that belong together.
 */
final class LogTail {
  // A store that is opened for a few writes needs no other segment; one that has filled this part
  // of its tail will.
  private static final int PREPARE_DIVISOR = 32;

  private final boolean isOnDisk;
  private final long storeSeed;
  private final int segmentBytes;
  private final Executor background;
  private final SegmentMemory memory;
  private final SegmentPreparer preparer;
  private final AddressSpace addresses;
  private final Map<Long, LogSegment> byBasePosition;
  private final FailureLatch latch;

  private final ReentrantLock appendLock = new ReentrantLock();
  // Replaced under the append lock.
  private volatile LogSegment tail;

  // Guarded by the append lock.
  private final ArrayDeque<LogSegment> sealedUnforced = new ArrayDeque<>();
  private long markedPosition;
  private boolean isRollDue;

  private volatile SegmentUse nextUse = SegmentUse.UNFORCED;

  // All before it is on the device. Only grows.
  private volatile long durablePosition;

  private final AtomicInteger rollCount = new AtomicInteger();
  private volatile boolean isSpaceShort;

  /** What must be forced for all before a position to be on the device. */
  record Unforced(List<LogSegment> segments, long end) {}

  /**
   * @param byBasePosition all segments of the log, to which new ones are added
   * @param recovered the segment to append to, if there is one; otherwise a new one begins at
   *     {@code position}
   */
  LogTail(
      LogSettings settings,
      SegmentPreparer preparer,
      AddressSpace addresses,
      Map<Long, LogSegment> byBasePosition,
      FailureLatch latch,
      @Nullable LogSegment recovered,
      long position,
      long durablePosition) {
    this.isOnDisk = settings.files() != null;
    this.storeSeed = settings.storeSeed();
    this.segmentBytes = settings.segmentBytes();
    this.background = settings.background();
    this.memory = settings.memory();
    this.preparer = preparer;
    this.addresses = addresses;
    this.byBasePosition = byBasePosition;
    this.latch = latch;
    this.durablePosition = durablePosition;
    this.markedPosition = durablePosition;
    for (LogSegment segment : byBasePosition.values()) {
      if (segment.isSealed() && segment.endPosition() > durablePosition) {
        sealedUnforced.add(segment);
      }
    }
    this.tail =
        recovered != null ? recovered : activate(preparer.take(0, SegmentUse.UNFORCED), position);
  }

  /** See {@link Log#pace}. */
  void pace() {
    preparer.pace(tail);
  }

  /** See {@link Log#isNextSegmentAwaited}. */
  boolean isNextSegmentAwaited() {
    return preparer.isNextAwaited();
  }

  /** See {@link Log#append}. */
  long append(LogRecord record, Durability durability) {
    long recordBytes = record.bytes();
    appendLock.lock();
    try {
      LogSegment segment = begin(recordBytes);
      MemorySegment target = segment.tailMemory();
      long offset = segment.end();
      ControlRecords.clearPadding(target, offset + recordBytes);
      record.copyTo(target, offset);
      ControlRecords.setChecksum(segment, target, offset, record.checksum());
      return finish(segment, recordBytes, durability);
    } finally {
      appendLock.unlock();
    }
  }

  /** See {@link Log#appendBatch}. */
  long appendBatch(byte[] bytes, int encodedBytes, int operationCount, Durability durability) {
    int headBytes = operationCount == 1 ? 0 : LogFormat.BATCH_RECORD_BYTES;
    appendLock.lock();
    try {
      LogSegment segment = begin(headBytes + (long) encodedBytes);
      MemorySegment target = segment.tailMemory();
      if (operationCount > 1) {
        ControlRecords.setBatch(segment, target, segment.end(), encodedBytes, operationCount);
      }
      long first = segment.end() + headBytes;
      MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, first, encodedBytes);
      long end = first + encodedBytes;
      for (long offset = first; offset < end; offset += LogRecord.bytes(target, offset)) {
        ControlRecords.setChecksum(segment, target, offset, LogRecord.checksum(target, offset));
      }
      return finish(segment, headBytes + (long) encodedBytes, durability)
          + headBytes / RecordFormat.ALIGNMENT_BYTES;
    } finally {
      appendLock.unlock();
    }
  }

  /** See {@link Log#appendCopy}. */
  long appendCopy(MemorySegment source, long sourceOffset, Durability durability) {
    long recordBytes = LogRecord.bytes(source, sourceOffset);
    int checksum = LogSegment.contentChecksum(source, sourceOffset);
    appendLock.lock();
    try {
      LogSegment segment = begin(recordBytes);
      MemorySegment target = segment.tailMemory();
      long offset = segment.end();
      MemorySegment.copy(source, sourceOffset, target, offset, recordBytes);
      ControlRecords.setChecksum(segment, target, offset, checksum);
      return finish(segment, recordBytes, durability);
    } finally {
      appendLock.unlock();
    }
  }

  /** See {@link Log#startSegment}. */
  long startSegment() {
    appendLock.lock();
    try {
      latch.requireSound();
      LogSegment segment = tail;
      isRollDue = segment.end() > LogFormat.HEADER_BYTES;
      return isRollDue ? segment.endPosition() : segment.basePosition();
    } finally {
      appendLock.unlock();
    }
  }

  /** Makes sure that the tail has room for so many bytes, after the mark that may be due. */
  private LogSegment begin(long bytes) {
    latch.requireSound();
    LogSegment segment = tail;
    if (isRollDue
        || bytes + LogFormat.MARK_RECORD_BYTES > segment.capacityBytes() - segment.end()) {
      segment = roll(bytes);
    } else if (segment.end() > segment.capacityBytes() / PREPARE_DIVISOR && !preparer.isAhead()) {
      preparer.prepareAhead(segment);
    }
    if (durablePosition > markedPosition) {
      appendMark(segment);
    }
    return segment;
  }

  private long finish(LogSegment segment, long bytes, Durability durability) {
    long address = segment.address(segment.end());
    segment.advanceTo(segment.end() + bytes);
    if (durability == Durability.PROCESS) {
      flush(segment);
    }
    return address;
  }

  /** Makes all that was appended before survive the process. */
  void flush() {
    appendLock.lock();
    try {
      latch.requireSound();
      flush(tail);
    } finally {
      appendLock.unlock();
    }
  }

  private void flush(LogSegment segment) {
    try {
      segment.flush();
    } catch (StoreIOException e) {
      throw latch.fail(e);
    }
  }

  private void flushByCall(LogSegment segment) {
    try {
      segment.flushByCall();
    } catch (StoreIOException e) {
      throw latch.fail(e);
    }
  }

  /** Tells recovery that what is before the mark had been forced: damage there is no torn write. */
  private void appendMark(LogSegment segment) {
    MemorySegment target = segment.tailMemory();
    long offset = segment.end();
    long position = durablePosition;
    ControlRecords.setMark(segment, target, offset, position);
    segment.advanceTo(offset + LogFormat.MARK_RECORD_BYTES);
    markedPosition = position;
  }

  /**
   * Seals the tail and goes on in a new segment. If there is none to be had, nothing has changed.
   */
  private LogSegment roll(long bytes) {
    LogSegment old = tail;
    flush(old); // First, so that a failure strands no segment that was taken.
    SpareSegment spare = take(bytes);
    nextUse = SegmentUse.UNFORCED;
    // The log has its new tail before it has sealed the old one: at no moment are all segments
    // sealed.
    LogSegment fresh = activate(spare, old.endPosition());
    tail = fresh;
    isRollDue = false;
    isSpaceShort = false;
    old.seal();
    if (isOnDisk) {
      sealedUnforced.add(old);
      memory.addNewest(old);
      background.execute(old::closeWindow);
    }
    rollCount.incrementAndGet();
    return fresh;
  }

  private SpareSegment take(long bytes) {
    try {
      return takeOrMakeRoom(bytes);
    } catch (RuntimeException failure) {
      isSpaceShort = failure instanceof OutOfSpaceException;
      rollCount.incrementAndGet(); // Who looks after the log may free something.
      throw failure;
    }
  }

  private SpareSegment takeOrMakeRoom(long bytes) {
    try {
      return preparer.take(bytes, nextUse);
    } catch (MemoryBudgetException full) {
      // Segments that were prepared have memory that a large one needs.
      preparer.giveUpAhead();
      return preparer.take(bytes, nextUse);
    }
  }

  private LogSegment activate(SpareSegment spare, long basePosition) {
    SegmentPlace place = SegmentPlace.of(spare.id(), takeNumber(spare), segmentBytes, storeSeed);
    SegmentHeader header =
        new SegmentHeader(
            LogFormat.VERSION,
            storeSeed,
            spare.id(),
            basePosition,
            durablePosition,
            spare.capacityBytes());
    header.write(spare.block().memory());
    LogSegment segment =
        new LogSegment(
            place,
            basePosition,
            spare.capacityBytes(),
            spare.file(),
            spare.window(),
            spare.block());
    addresses.put(segment);
    byBasePosition.put(basePosition, segment); // From now on closing the log closes it.
    // The header first and by itself: behind a header that is torn there is nothing then.
    flush(segment);
    return segment;
  }

  private int takeNumber(SpareSegment spare) {
    try {
      return addresses.take(spare.capacityBytes());
    } catch (OutOfSpaceException full) {
      preparer.discard(spare);
      throw full;
    }
  }

  /** What is not on the device of all that was appended so far, which survives the process now. */
  Unforced unforced() {
    appendLock.lock();
    try {
      flushByCall(tail);
      List<LogSegment> segments = new ArrayList<>(sealedUnforced);
      segments.add(tail);
      return new Unforced(segments, tail.endPosition());
    } finally {
      appendLock.unlock();
    }
  }

  /** What is not on the device of the sealed segments. */
  Unforced unforcedSealed() {
    appendLock.lock();
    try {
      return new Unforced(new ArrayList<>(sealedUnforced), tail.basePosition());
    } finally {
      appendLock.unlock();
    }
  }

  /** The same of the segments that have something between two positions. */
  Unforced unforcedBetween(long from, long to) {
    Unforced all = unforced();
    List<LogSegment> between =
        all.segments().stream()
            .filter(segment -> segment.basePosition() >= from && segment.basePosition() < to)
            .toList();
    return new Unforced(between, to);
  }

  /** It is on the device now. Called with the log's force lock held. */
  void forced(Unforced now) {
    appendLock.lock();
    try {
      // What was the tail may have been sealed since, with more in it.
      sealedUnforced.removeIf(segment -> segment.endPosition() <= now.end());
      durablePosition = now.end();
    } finally {
      appendLock.unlock();
    }
  }

  /** Somebody forces the log, and wants the next segment to be made ready for that. */
  void expectForces() {
    nextUse = SegmentUse.FORCED;
  }

  /** Whether the disk was full when the last segment was wanted. */
  boolean isSpaceShort() {
    return isSpaceShort;
  }

  /** Gives up the segments that were prepared; the next one is prepared when it is needed. */
  void giveUpPrepared() {
    appendLock.lock();
    try {
      preparer.giveUpAhead();
    } finally {
      appendLock.unlock();
    }
  }

  /** A segment that is removed needs not be forced. */
  void forget(LogSegment segment) {
    appendLock.lock();
    try {
      sealedUnforced.remove(segment);
    } finally {
      appendLock.unlock();
    }
  }

  long endPosition() {
    return tail.endPosition();
  }

  long durablePosition() {
    return durablePosition;
  }

  int rollCount() {
    return rollCount.get();
  }
}

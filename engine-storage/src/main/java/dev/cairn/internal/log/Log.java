package dev.cairn.internal.log;

import dev.cairn.Durability;
import dev.cairn.StoreIOException;
import dev.cairn.internal.event.SlowOperationEvent;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.progress.Headway;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An append-only sequence of records in segments. A position counts bytes from the log's beginning,
 * headers included, and only grows; an address finds a record that is still there.
 *
 * <p>A record is copied, under one short lock, into the tail's memory, where readers find it, and,
 * if it shall survive the process, into the mapped window of the tail's file. Forcing is shared:
 * whoever finds the log forced beyond its own records by somebody else returns at once.
 *
 * <p>The first failure of a write or force makes the log refuse both from then on. Nothing is tried
 * again: a force that is repeated after a failure "succeeds" and the data is gone.
 *
 * <p>Lock order: force lock, append lock, memory lock.
 */
public final class Log implements AutoCloseable {
  private final @Nullable Vfs files;
  private final Epochs epochs;
  private final SegmentMemory memory;
  private final SegmentPreparer preparer;
  private final AddressSpace addresses;
  private final ConcurrentSkipListMap<Long, LogSegment> byBasePosition =
      new ConcurrentSkipListMap<>();
  private final FailureLatch latch;
  private final LogTail tail;
  private final ReentrantLock forceLock = new ReentrantLock();

  Log(
      LogSettings settings,
      SegmentPreparer preparer,
      AddressSpace addresses,
      FailureLatch latch,
      List<LogSegment> segments,
      @Nullable LogSegment tail,
      long tailPosition,
      long durablePosition) {
    this.files = settings.files();
    this.epochs = settings.epochs();
    this.memory = settings.memory();
    this.preparer = preparer;
    this.addresses = addresses;
    this.latch = latch;
    segments.forEach(segment -> byBasePosition.put(segment.basePosition(), segment));
    try {
      this.tail =
          new LogTail(
              settings,
              preparer,
              addresses,
              byBasePosition,
              latch,
              tail,
              tailPosition,
              durablePosition);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Appends a record.
   *
   * @param record the record
   * @param durability what it shall survive when {@link #sync} has been called too, if it is {@code
   *     DEVICE}
   * @return its address
   */
  public long append(LogRecord record, Durability durability) {
    return tail.append(record, durability);
  }

  /**
   * Appends the records of a batch, which a recovery finds all or not at all.
   *
   * @param bytes holds the batch's encoding from index 0
   * @param encodedBytes its length
   * @param operationCount how many records it has, at least 1
   * @param durability what it shall survive, as for {@link #append}
   * @return the address of the first record; the others follow it without gaps
   */
  public long appendBatch(
      byte[] bytes, int encodedBytes, int operationCount, Durability durability) {
    return tail.appendBatch(bytes, encodedBytes, operationCount, durability);
  }

  /**
   * Appends a copy of a record that is in the log already.
   *
   * @param source the record's bytes, checked
   * @param sourceOffset where it begins
   * @param durability what it shall survive, as for {@link #append}
   * @return its address
   */
  public long appendCopy(MemorySegment source, long sourceOffset, Durability durability) {
    return tail.appendCopy(source, sourceOffset, durability);
  }

  /**
   * Lets the next record be the first of a segment. Takes nothing that could be lacking: a new
   * segment is taken with that record.
   *
   * @return the position where that segment begins
   */
  public long startSegment() {
    return tail.startSegment();
  }

  /** {@return whether the segment after the tail is being made: to go on in it now is to wait} */
  public boolean isNextSegmentAwaited() {
    return tail.isNextSegmentAwaited();
  }

  /** Makes all that was appended before survive the process. */
  public void flush() {
    tail.flush();
  }

  /**
   * Brings all that was appended before to the device.
   *
   * @return a position before which all is on the device now
   */
  public long sync() {
    long target = endPosition();
    tail.expectForces();
    if (files == null) {
      return target;
    }
    forceLock.lock();
    try {
      // Those who waited here while another forced find their records forced with its own.
      if (durablePosition() < target) {
        latch.requireSound();
        LogTail.Unforced unforced = tail.unforced();
        force(unforced);
        tail.forced(unforced);
      }
      return durablePosition();
    } finally {
      forceLock.unlock();
    }
  }

  /**
   * Brings all segments but the tail to the device. A force protects the pages of what it forces
   * against writing, so whoever needs only what is older leaves the tail to its writers.
   *
   * @return a position before which all is on the device now
   */
  public long syncSealed() {
    if (files == null) {
      return endPosition();
    }
    forceLock.lock();
    try {
      latch.requireSound();
      LogTail.Unforced unforced = tail.unforcedSealed();
      if (durablePosition() < unforced.end()) {
        force(unforced);
        tail.forced(unforced);
      }
      return durablePosition();
    } finally {
      forceLock.unlock();
    }
  }

  /**
   * Brings to the device what the log has between two positions, and of what is before or behind
   * them only what is in the same segments: for an owner who needs nothing that is before. Nothing
   * is known to be on the device by it.
   *
   * @param from where a segment begins that nobody removes meanwhile
   * @param to where records end
   */
  public void syncBetween(long from, long to) {
    if (files == null) {
      return;
    }
    forceLock.lock();
    try {
      latch.requireSound();
      force(tail.unforcedBetween(from, to));
    } finally {
      forceLock.unlock();
    }
  }

  private void force(LogTail.Unforced unforced) {
    SlowOperationEvent event = new SlowOperationEvent();
    event.begin();
    event.operation = "force";
    try {
      preparer.syncNames();
      for (LogSegment segment : unforced.segments()) {
        VfsFile file = segment.file();
        if (file != null) {
          event.file = file.name();
          file.sync();
        }
      }
    } catch (StoreIOException e) {
      throw fail(e);
    } finally {
      event.commit();
    }
  }

  /**
   * Makes the log refuse to write from now on.
   *
   * @param failure why, if it is the first failure
   * @return what to throw: the failure, or a {@link dev.cairn.StoreFailedException} in place of one
   *     that says that nothing has changed, for want of room or memory
   */
  public RuntimeException fail(RuntimeException failure) {
    return latch.fail(failure);
  }

  /**
   * Waits a millisecond or two if the log is filled faster than segments can be prepared, so that
   * nobody has to wait for a whole one. Called before a write, by a thread that holds neither locks
   * nor pins.
   */
  public void pace() {
    tail.pace();
  }

  /** Refuses if an earlier write or force failed. */
  public void requireWritable() {
    latch.requireSound();
  }

  /**
   * Refuses if an earlier write or force failed, also one whose caller is about to be told: names
   * that somebody has changed in the directory, and forced, may be lost then. Not for a log that
   * lives in memory alone.
   */
  public void requireNames() {
    preparer.requireNames();
  }

  /**
   * Whether writes are refused.
   *
   * @return whether an earlier write or force failed
   */
  public boolean hasFailed() {
    return latch.isClosed();
  }

  /**
   * Which segments addresses belong to.
   *
   * @return the address space, which changes with the log
   */
  public AddressSpace addresses() {
    return addresses;
  }

  /**
   * The segments there are, oldest first; the last is the tail.
   *
   * @return a copy
   */
  public List<LogSegment> segments() {
    return new ArrayList<>(byBasePosition.values());
  }

  /**
   * Where the log ends.
   *
   * @return the position after the last record
   */
  public long endPosition() {
    return tail.endPosition();
  }

  /**
   * How often a segment was filled, or none could be had after it; a change says that it is time to
   * look after the log.
   *
   * @return a number that only grows
   */
  public int rollCount() {
    return tail.rollCount();
  }

  /**
   * An id that no segment has had so far, and none that is in the log will get.
   *
   * @return the id, or a greater one than the next segment will have
   */
  public long nextSegmentId() {
    return preparer.nextId();
  }

  /**
   * Up to where the log is on the device.
   *
   * @return the position
   */
  public long durablePosition() {
    return tail.durablePosition();
  }

  /**
   * Takes a sealed segment out of the log. Readers that are pinned go on reading it.
   *
   * @param segment the segment, to which no address leads any more
   */
  public void remove(LogSegment segment) {
    byBasePosition.remove(segment.basePosition());
    forceLock.lock(); // Whoever forces has a list, and would miss the file.
    try {
      tail.forget(segment);
    } finally {
      forceLock.unlock();
    }
    epochs.retire(() -> forget(segment));
  }

  private void forget(LogSegment segment) {
    memory.drop(segment); // First: who finds its number given away must find its residence gone.
    addresses.remove(segment);
    if (files != null && segment.file() != null) {
      preparer.free(segment); // Who ends the last pin may be a writer.
    }
  }

  /** Gives the disk space of files back that are kept for segments to come. */
  public void giveSpaceBack() {
    preparer.deleteKept();
  }

  /**
   * Whether the disk was full when the last segment was wanted.
   *
   * @return whether it is time to free what can be freed
   */
  public boolean isSpaceShort() {
    return tail.isSpaceShort();
  }

  /**
   * Brings a sealed segment back into memory if there is memory to spare, and checks all of it.
   *
   * @param segment a segment older than all that are in memory
   * @return whether it is in memory now
   */
  public boolean warm(LogSegment segment) {
    return SegmentLoader.load(segment, memory);
  }

  /**
   * Shows the operations of a sealed segment as its file has them, all checked. The caller must
   * hold no pin, and nobody may remove the segment meanwhile.
   *
   * @param segment the segment
   * @param visitor sees the operations
   * @throws dev.cairn.CorruptionException if a byte is not what was written
   */
  public void visit(LogSegment segment, LogVisitor visitor) {
    SegmentLoader.visit(segment, segment.end(), memory, tail::giveUpPrepared, visitor);
  }

  /**
   * Shows all operations as the files have them, all checked: those that were appended before the
   * call, perhaps some later ones. The caller must hold no pin, and nobody may remove segments
   * meanwhile.
   *
   * @param visitor sees the operations
   * @throws dev.cairn.CorruptionException if a byte is not what was written
   */
  public void visitAll(LogVisitor visitor) {
    long end = sync();
    for (LogSegment segment : segments()) {
      if (segment.basePosition() < end) {
        long segmentEnd = segmentEnd(segment, end);
        SegmentLoader.visit(segment, segmentEnd, memory, tail::giveUpPrepared, visitor);
        Headway.made(segmentEnd);
      }
    }
  }

  /** Where a segment's records end that are before a position. */
  private static long segmentEnd(LogSegment segment, long position) {
    return segment.isSealed() && segment.endPosition() <= position
        ? segment.end()
        : position - segment.basePosition();
  }

  /**
   * Copies to other files what was appended before a position, as the same segments. Nobody may
   * remove segments meanwhile.
   *
   * @param target where to
   * @param position as {@link #sync} returned it
   */
  public void copyTo(Vfs target, long position) {
    for (LogSegment segment : segments()) {
      if (segment.basePosition() < position) {
        long segmentEnd = segmentEnd(segment, position);
        SegmentLoader.copy(segment, segmentEnd, memory, tail::giveUpPrepared, target);
        Headway.made(segmentEnd);
      }
    }
  }

  /**
   * Memory that new segments can have at once.
   *
   * @return bytes of the budget that nothing uses
   */
  public long unusedMemoryBytes() {
    return memory.unusedBytes();
  }

  /**
   * Times a write had to wait for a segment, or was slowed because the next one was not ready.
   *
   * @return the count
   */
  public long stallCount() {
    return preparer.stallCount();
  }

  /**
   * How long writes have waited for segments.
   *
   * @return nanoseconds, all threads together
   */
  public long stallNanos() {
    return preparer.stallNanos();
  }

  /** Ends preparation and closes all files. Nobody appends or reads, and the epochs are closed. */
  @Override
  public void close() {
    List<Runnable> steps = new ArrayList<>();
    steps.add(preparer::close);
    for (LogSegment segment : byBasePosition.values()) {
      steps.add(segment::closeWindow);
      steps.add(() -> memory.drop(segment));
      VfsFile file = segment.file();
      if (file != null) {
        steps.add(file::close);
      }
    }
    steps.add(memory::close);
    forceLock.lock(); // Who was let in before the log failed may force it still.
    try {
      Closing.runAll(steps);
    } finally {
      forceLock.unlock();
    }
  }
}

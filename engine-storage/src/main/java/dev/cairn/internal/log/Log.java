package dev.cairn.internal.log;

import dev.cairn.Durability;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreFailedException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
  // A store that is opened for a few writes needs no other segment; one that has filled this part
  // of its tail will.
  private static final int PREPARE_DIVISOR = 32;

  private final @Nullable Vfs files;
  private final long storeSeed;
  private final int segmentBytes;
  private final Epochs epochs;
  private final Executor background;
  private final SegmentMemory memory;
  private final SegmentPreparer preparer;
  private final AddressSpace addresses;
  private final ConcurrentSkipListMap<Long, LogSegment> byBasePosition =
      new ConcurrentSkipListMap<>();

  private final ReentrantLock appendLock = new ReentrantLock();
  // Replaced under the append lock.
  private volatile LogSegment tail;

  // Guarded by the append lock.
  private final ArrayDeque<LogSegment> sealedUnforced = new ArrayDeque<>();
  private long markedPosition;
  private volatile SegmentUse tailUse = SegmentUse.UNFORCED;

  private final ReentrantLock forceLock = new ReentrantLock();
  // All before it is on the device. Grows under the force lock.
  private volatile long durablePosition;

  private volatile @Nullable RuntimeException failure;

  private final AtomicInteger rollCount = new AtomicInteger();
  private volatile boolean isShort;

  Log(
      LogSettings settings,
      SegmentPreparer preparer,
      AddressSpace addresses,
      List<LogSegment> segments,
      @Nullable LogSegment tail,
      long tailPosition,
      long durablePosition) {
    this.files = settings.files();
    this.storeSeed = settings.storeSeed();
    this.segmentBytes = settings.segmentBytes();
    this.epochs = settings.epochs();
    this.background = settings.background();
    this.memory = settings.memory();
    this.preparer = preparer;
    this.addresses = addresses;
    this.durablePosition = durablePosition;
    this.markedPosition = durablePosition;
    for (LogSegment segment : segments) {
      byBasePosition.put(segment.basePosition(), segment);
      if (segment.isSealed() && segment.endPosition() > durablePosition) {
        sealedUnforced.add(segment);
      }
    }
    try {
      this.tail =
          tail != null ? tail : activate(preparer.take(0, SegmentUse.UNFORCED), tailPosition);
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
    long recordBytes = record.bytes();
    appendLock.lock();
    try {
      LogSegment segment = begin(recordBytes);
      MemorySegment target = segment.tailMemory();
      long offset = segment.end();
      clearPadding(target, offset + recordBytes);
      record.copyTo(target, offset);
      setChecksum(segment, target, offset, record.checksum());
      return finish(segment, recordBytes, durability);
    } finally {
      appendLock.unlock();
    }
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
    int headBytes = operationCount == 1 ? 0 : LogFormat.BATCH_RECORD_BYTES;
    appendLock.lock();
    try {
      LogSegment segment = begin(headBytes + (long) encodedBytes);
      MemorySegment target = segment.tailMemory();
      if (operationCount > 1) {
        setBatchRecord(segment, target, segment.end(), encodedBytes, operationCount);
      }
      long first = segment.end() + headBytes;
      MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, first, encodedBytes);
      long end = first + encodedBytes;
      for (long offset = first; offset < end; offset += LogRecord.bytes(target, offset)) {
        setChecksum(segment, target, offset, LogRecord.checksum(target, offset));
      }
      return finish(segment, headBytes + (long) encodedBytes, durability)
          + headBytes / RecordFormat.ALIGNMENT_BYTES;
    } finally {
      appendLock.unlock();
    }
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
    long recordBytes = LogRecord.bytes(source, sourceOffset);
    int checksum = LogSegment.contentChecksum(source, sourceOffset);
    appendLock.lock();
    try {
      LogSegment segment = begin(recordBytes);
      MemorySegment target = segment.tailMemory();
      long offset = segment.end();
      MemorySegment.copy(source, sourceOffset, target, offset, recordBytes);
      setChecksum(segment, target, offset, checksum);
      return finish(segment, recordBytes, durability);
    } finally {
      appendLock.unlock();
    }
  }

  /**
   * Ends the tail and goes on in a new segment, unless the tail has no record yet.
   *
   * @return the position where the segment begins that the next record is appended to
   */
  public long startSegment() {
    appendLock.lock();
    try {
      requireWritable();
      LogSegment segment = tail;
      return (segment.end() == LogFormat.HEADER_BYTES ? segment : roll(0)).basePosition();
    } finally {
      appendLock.unlock();
    }
  }

  /** Makes sure that the tail has room for so many bytes, after the mark that may be due. */
  private LogSegment begin(long bytes) {
    requireWritable();
    LogSegment segment = tail;
    if (bytes + LogFormat.MARK_RECORD_BYTES > segment.capacityBytes() - segment.end()) {
      segment = roll(bytes);
    } else if (segment.end() > segment.capacityBytes() / PREPARE_DIVISOR && !preparer.isAhead()) {
      preparer.prepareAhead();
    }
    if (durablePosition > markedPosition) {
      appendMark(segment);
    }
    return segment;
  }

  private long finish(LogSegment segment, long bytes, Durability durability) {
    long address = segment.address(segment.end());
    segment.advanceTo(segment.end() + bytes);
    if (durability != Durability.MEMORY) {
      flush(segment);
    }
    return address;
  }

  /** Makes all that was appended before survive the process. */
  public void flush() {
    appendLock.lock();
    try {
      requireWritable();
      flush(tail);
    } finally {
      appendLock.unlock();
    }
  }

  private void flush(LogSegment segment) {
    try {
      segment.flush();
    } catch (StoreIOException e) {
      throw fail(e);
    }
  }

  private static void clearPadding(MemorySegment target, long recordEnd) {
    target.set(LogFormat.LONG, recordEnd - Long.BYTES, 0);
  }

  private static void setChecksum(
      LogSegment segment, MemorySegment target, long offset, int checksum) {
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

  private static void setBatchRecord(
      LogSegment segment, MemorySegment target, long offset, int bytes, int count) {
    clearPadding(target, offset + LogFormat.BATCH_RECORD_BYTES);
    target.set(LogFormat.LONG, offset + LogFormat.BATCH_BYTES_OFFSET, bytes);
    target.set(LogFormat.INT, offset + LogFormat.BATCH_COUNT_OFFSET, count);
    setControlRecord(segment, target, offset, RecordFormat.BATCH, LogFormat.BATCH_VALUE_BYTES);
  }

  /** Tells recovery that what is before the mark had been forced: damage there is no torn write. */
  private void appendMark(LogSegment segment) {
    MemorySegment target = segment.tailMemory();
    long offset = segment.end();
    long position = durablePosition;
    clearPadding(target, offset + LogFormat.MARK_RECORD_BYTES);
    target.set(LogFormat.LONG, offset + LogFormat.MARK_POSITION_OFFSET, position);
    setControlRecord(segment, target, offset, RecordFormat.MARK, Long.BYTES);
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
    tailUse = SegmentUse.UNFORCED;
    // The log has its new tail before it has sealed the old one: at no moment are all segments
    // sealed.
    LogSegment fresh = activate(spare, old.endPosition());
    tail = fresh;
    old.seal();
    if (files != null) {
      sealedUnforced.add(old);
      memory.addNewest(old);
      background.execute(old::closeWindow);
    }
    rollCount.incrementAndGet();
    return fresh;
  }

  private SpareSegment take(long bytes) {
    try {
      SpareSegment spare = preparer.take(bytes, tailUse);
      isShort = false;
      return spare;
    } catch (RuntimeException failure) {
      isShort = true;
      rollCount.incrementAndGet();
      throw failure;
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

  /**
   * Brings all that was appended before to the device.
   *
   * @return a position before which all is on the device now
   */
  public long sync() {
    long target = endPosition();
    tailUse = SegmentUse.FORCED;
    if (files == null) {
      return target;
    }
    forceLock.lock();
    try {
      // Those who waited here while another forced find their records forced with its own.
      return durablePosition >= target ? durablePosition : force();
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
      requireWritable();
      List<LogSegment> unforced;
      long end;
      appendLock.lock();
      try {
        unforced = new ArrayList<>(sealedUnforced);
        end = tail.basePosition();
      } finally {
        appendLock.unlock();
      }
      return durablePosition >= end ? durablePosition : force(unforced, end);
    } finally {
      forceLock.unlock();
    }
  }

  private long force() {
    requireWritable();
    List<LogSegment> unforced;
    long end;
    appendLock.lock();
    try {
      flush(tail);
      unforced = new ArrayList<>(sealedUnforced);
      unforced.add(tail);
      end = tail.endPosition();
    } finally {
      appendLock.unlock();
    }
    return force(unforced, end);
  }

  /** Forces the segments that have what is not on the device and lies before a position. */
  private long force(List<LogSegment> unforced, long end) {
    try {
      for (LogSegment segment : unforced) {
        VfsFile file = segment.file();
        if (file != null) {
          file.sync();
        }
      }
    } catch (StoreIOException e) {
      throw fail(e);
    }
    appendLock.lock();
    try {
      unforced.removeIf(segment -> segment.endPosition() > end || !segment.isSealed());
      sealedUnforced.removeAll(unforced);
      durablePosition = end;
    } finally {
      appendLock.unlock();
    }
    return end;
  }

  /**
   * Makes the log refuse to write from now on.
   *
   * @param e why, if it is the first failure
   * @param <E> its type
   * @return the same
   */
  public <E extends RuntimeException> E fail(E e) {
    appendLock.lock();
    try {
      if (failure == null) {
        failure = e;
      }
    } finally {
      appendLock.unlock();
    }
    return e;
  }

  /** Refuses if an earlier write or force failed. */
  public void requireWritable() {
    RuntimeException first = failure;
    if (first != null) {
      throw new StoreFailedException(
          "the log refuses writes after a failure: " + first.getMessage(), first);
    }
  }

  /**
   * Whether writes are refused.
   *
   * @return whether an earlier write or force failed
   */
  public boolean hasFailed() {
    return failure != null;
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
    return rollCount.get();
  }

  /**
   * Whether the tail is full and the last attempt to get another segment failed.
   *
   * @return whether writes fail until something is freed
   */
  public boolean isShort() {
    return isShort;
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
    return durablePosition;
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
      appendLock.lock();
      try {
        sealedUnforced.remove(segment);
      } finally {
        appendLock.unlock();
      }
    } finally {
      forceLock.unlock();
    }
    epochs.retire(() -> forget(segment));
  }

  private void forget(LogSegment segment) {
    addresses.remove(segment);
    memory.drop(segment);
    VfsFile file = segment.file();
    if (files == null || file == null) {
      return;
    }
    // A file takes milliseconds to free, and who ends the last pin may be a writer.
    try {
      background.execute(() -> recycle(segment, file));
    } catch (RejectedExecutionException closing) {
      recycle(segment, file);
    }
  }

  private void recycle(LogSegment segment, VfsFile file) {
    segment.closeWindow();
    preparer.recycle(file, segment.capacityBytes());
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
    SegmentLoader.visit(segment, segment.end(), memory, visitor);
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
        SegmentLoader.visit(segment, segmentEnd(segment, end), memory, visitor);
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
        SegmentLoader.copy(segment, segmentEnd(segment, position), memory, target);
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
   * Times a write had to wait for a segment.
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
    Closing.runAll(steps);
  }
}

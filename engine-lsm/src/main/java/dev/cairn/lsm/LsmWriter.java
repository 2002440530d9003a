package dev.cairn.lsm;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.WriteBatch;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.record.BatchReader;
import dev.cairn.internal.record.RecordFormat;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes, one at a time: make room in the memtable, append to the log, add to the memtable, make
 * visible; then, without the lock, force the log if that was asked for, together with others.
 *
 * <p>What may fail or wait comes before the append. A record's place in the log is its sequence.
 */
final class LsmWriter {
  private static final byte[] NO_END = {};

  // From a key up to the same key is no key.
  private static final byte[] NOTHING = {0};

  private static final int FLUSHES_BEFORE_INGEST = 2;

  private final Log log;
  private final LogRecords records;
  private final Views views;
  private final ActiveMemtable memtable;
  private final Sequences sequences;
  private final LsmReader reader;
  private final Epochs epochs;
  private final Maintenance maintenance;
  private final Throttle throttle;
  private final MemoryFinder memory;

  private final ReentrantLock lock = new ReentrantLock();

  private volatile boolean closed;

  LsmWriter(
      Log log,
      LogRecords records,
      Views views,
      Sequences sequences,
      LsmReader reader,
      MemoryBudget budget,
      Maintenance maintenance,
      Throttle throttle,
      SegmentMemory segmentMemory,
      BlockCache cache,
      long memtableBytes) {
    this.log = log;
    this.records = records;
    this.views = views;
    this.memtable = new ActiveMemtable(log, records, views, budget, memtableBytes);
    this.sequences = sequences;
    this.reader = reader;
    this.epochs = reader.epochs();
    this.maintenance = maintenance;
    this.throttle = throttle;
    this.memory =
        new MemoryFinder(
            maintenance,
            epochs,
            segmentMemory,
            cache,
            throttle,
            () -> underLock(memtable::seal),
            () -> underLock(memtable::giveUp));
  }

  void put(byte[] key, byte[] value, Durability durability) {
    LogRecord record = LogRecord.put(key, value);
    begin(record.bytes());
    long hash = reader.hash(key, 0, key.length);
    append(record, RecordFormat.PUT, key, hash, durability);
    end(durability);
  }

  void delete(byte[] key, Durability durability) {
    LogRecord record = LogRecord.delete(key);
    begin(record.bytes());
    long hash = reader.hash(key, 0, key.length);
    append(record, RecordFormat.DELETE, key, hash, durability);
    end(durability);
  }

  void deleteRange(KeyRange range, Durability durability) {
    Objects.requireNonNull(range, "range");
    byte[] from = range.from();
    byte[] to = range.to();
    if (range.isEmpty()) {
      begin(0);
      requireOpen();
      return;
    }
    LogRecord record = LogRecord.deleteRange(from, to == null ? NO_END : to);
    begin(record.bytes());
    append(record, RecordFormat.DELETE_RANGE, from, 0, durability);
    end(durability);
  }

  boolean compareAndSet(
      byte[] key, byte @Nullable [] expected, byte @Nullable [] update, Durability durability) {
    LogRecord record = update == null ? LogRecord.delete(key) : LogRecord.put(key, update);
    byte kind = update == null ? RecordFormat.DELETE : RecordFormat.PUT;
    begin(record.bytes());
    long hash = reader.hash(key, 0, key.length);
    // Once without the lock, so that nobody waits while the key comes from the disk.
    if (!hasValue(key, expected)) {
      requireOpen();
      return false;
    }
    boolean[] isAsExpected = new boolean[1];
    exclusively(() -> {
      isAsExpected[0] = hasValue(key, expected);
      if (isAsExpected[0]) {
        appendLocked(record, kind, key, hash, durability);
      }
    });
    end(durability);
    return isAsExpected[0];
  }

  private boolean hasValue(byte[] key, byte @Nullable [] expected) {
    byte[] found = reader.get(key, LsmReader.NOW);
    return expected == null ? found == null : found != null && Arrays.equals(found, expected);
  }

  private void append(LogRecord record, byte kind, byte[] key, long hash, Durability durability) {
    exclusively(() -> appendLocked(record, kind, key, hash, durability));
  }

  /** Runs a write while no other does. One that finds no memory has changed nothing. */
  private void exclusively(Runnable write) {
    memory.run(() -> {
      lock();
      try {
        write.run();
        memtable.present().keepOrder(); // Nothing is lost if there is no heap for it.
      } finally {
        lock.unlock();
      }
    });
  }

  private void appendLocked(
      LogRecord record, byte kind, byte[] key, long hash, Durability durability) {
    memtable.makeRoom(1);
    long address = log.append(record, durability);
    try {
      LogSegment segment = records.segment(address);
      long offset = segment.offset(address);
      memtable.present().add(segment, offset, kind, key, 0, key.length, hash);
      show(segment, offset + record.bytes());
    } catch (RuntimeException | Error failure) {
      throw halfWritten(failure);
    }
  }

  void write(WriteBatch batch, Durability durability) {
    Objects.requireNonNull(durability, "durability");
    begin(batch.encodedBytes());
    if (batch.isEmpty()) {
      requireOpen();
    } else {
      batch.encoding((bytes, encodedBytes) -> {
        int count = batch.operationCount();
        exclusively(() -> writeLocked(bytes, encodedBytes, count, durability));
        return true;
      });
    }
    end(durability);
  }

  private void writeLocked(byte[] bytes, int encodedBytes, int count, Durability durability) {
    memtable.makeRoom(count);
    long first = log.appendBatch(bytes, encodedBytes, count, durability);
    try {
      LogSegment segment = records.segment(first);
      long firstOffset = segment.offset(first);
      Memtable active = memtable.present();
      BatchReader operations = new BatchReader(bytes, encodedBytes);
      while (operations.next()) {
        int at = operations.keyOffset();
        int keyBytes = operations.keyBytes();
        active.add(
            segment,
            firstOffset + operations.offset(),
            operations.kind(),
            bytes,
            at,
            keyBytes,
            reader.hash(bytes, at, keyBytes));
      }
      show(segment, firstOffset + encodedBytes);
    } catch (RuntimeException | Error failure) {
      throw halfWritten(failure);
    }
  }

  /** The log has a write and the memtable only a part of it. */
  private RuntimeException halfWritten(Throwable failure) {
    if (failure instanceof RuntimeException exception) {
      return log.fail(exception);
    }
    return log.fail(new IllegalStateException("a write is in the memtable in part", failure));
  }

  /** Lets those who begin to read see all before the end of a record. */
  private void show(LogSegment segment, long end) {
    sequences.setVisible(LogRecords.sequence(segment, end));
  }

  /** Brings what has been written to tables. */
  void flush() {
    lock();
    try {
      log.requireWritable();
      var _ = memtable.seal();
    } finally {
      lock.unlock();
    }
    maintenance.flushWaiting();
    if (maintenance.hasWaiting()) {
      // What came meanwhile, unless nothing is flushed any more.
      requireOpen();
      log.requireWritable();
    }
  }

  private boolean underLock(BooleanSupplier change) {
    lock();
    try {
      return change.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets new pairs take effect at a sequence of their own, between all writes before and all after.
   *
   * @param add given the sequence, adds the pairs to the tables; no write happens meanwhile
   */
  void ingest(LongConsumer add) {
    begin(0);
    // What is older than the pairs must not lie above them. Writes go on while most of it is
    // flushed, and wait while what has come meanwhile is: it is less each time.
    for (int i = 0; i < FLUSHES_BEFORE_INGEST; i++) {
      flush();
    }
    exclusively(() -> {
      boolean _ = memtable.seal();
      maintenance.flushWaiting(); // No flush waits for the writer's lock.
      addIngested(add);
    });
    maintenance.afterWrite();
  }

  private void addIngested(LongConsumer add) {
    memtable.makeRoom(1);
    assert views.current().waiting().isEmpty() : "something older would lie above the pairs";
    // A removal of nothing: its place is the sequence. It is on the device before the tables take
    // effect; otherwise a crash could leave them with a sequence that later writes do not reach.
    LogRecord record = LogRecord.deleteRange(NOTHING, NOTHING);
    long address = log.append(record, Durability.DEVICE);
    log.sync();
    LogSegment segment = records.segment(address);
    long offset = segment.offset(address);
    add.accept(LogRecords.sequence(segment, offset));
    show(segment, offset + record.bytes());
  }

  MemoryFinder memory() {
    return memory;
  }

  /** What may have to wait or refuse before any lock is taken. */
  private void begin(long bytes) {
    epochs.requireNotLending("a write");
    maintenance.beforeWrite(); // A disk that is full may be so until a compaction has run.
    throttle.beforeWrite(bytes, memtable.flushPressure());
    log.pace();
    if (memtable.isOutOfRoom()) {
      helpToFlush();
    }
  }

  /** Slowed as they are, writes came faster than flushes: the budget has no room for more. */
  private void helpToFlush() {
    throttle.stalled(
        "a whole flush",
        () -> {
          boolean isDone;
          do {
            isDone = closed || !maintenance.flushOldest(memtable::isOutOfRoom);
          } while (!isDone);
          return isDone;
        });
  }

  private void end(Durability durability) {
    if (durability == Durability.DEVICE) {
      log.sync();
    }
    maintenance.afterWrite();
  }

  private void lock() {
    lock.lock();
    try {
      requireOpen();
    } catch (IllegalStateException refused) {
      lock.unlock();
      throw refused;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /** Likewise when nobody writes any more. */
  void flushAtClose() {
    lock.lock();
    try {
      var _ = memtable.seal();
    } finally {
      lock.unlock();
    }
    maintenance.flushWaiting();
  }

  /** Refuses writes from now on, and waits for those that have begun. */
  void close() {
    closed = true;
    lock.lock();
    try {
      assert lock.isHeldByCurrentThread();
    } finally {
      lock.unlock();
    }
  }
}

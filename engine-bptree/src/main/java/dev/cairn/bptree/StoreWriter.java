package dev.cairn.bptree;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OutOfSpaceException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.record.BatchReader;
import dev.cairn.internal.record.RecordFormat;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes: one at a time, under the lock. Find the leaf and frames for what is new, append to the
 * log, change the tree, show the change; then, without the lock, force the log if that was asked
 * for.
 *
 * <p>What may fail or wait comes before the append. If something fails after it, the log has what
 * the tree has in part, and the store refuses writes until it is opened anew.
 */
final class StoreWriter {
  private static final byte[] NOTHING = {};

  private final TreeWriter writer;
  private final Views views;
  private final RedoLog log;
  private final Epochs epochs;
  private final Runnable afterWrite;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;
  private volatile boolean isLoading;

  /**
   * @param afterWrite called after each write, also one that failed, without a lock
   */
  StoreWriter(TreeWriter writer, Views views, RedoLog log, Epochs epochs, Runnable afterWrite) {
    this.writer = writer;
    this.views = views;
    this.log = log;
    this.epochs = epochs;
    this.afterWrite = afterWrite;
  }

  /** A change of the tree that the log has already. */
  @FunctionalInterface
  private interface Change {
    void apply();
  }

  /** What is done under the lock. */
  @FunctionalInterface
  private interface Write {
    /** Returns whether it has written anything. */
    boolean run();
  }

  void put(byte[] key, byte[] value, Durability durability) {
    LogRecord record = LogRecord.put(key, value);
    var _ = write(durability, () -> put(key, value, record, durability));
  }

  private boolean put(byte[] key, byte[] value, LogRecord record, Durability durability) {
    writer.reservePut(key.length, value.length);
    writer.seek(key, 0, key.length);
    log.append(record, durability);
    apply(() -> writer.put(value, 0, value.length));
    return true;
  }

  void delete(byte[] key, Durability durability) {
    LogRecord record = LogRecord.delete(key);
    var _ = write(durability, () -> delete(key, record, durability));
  }

  /** A key that is absent needs no record. */
  private boolean delete(byte[] key, LogRecord record, Durability durability) {
    writer.reserveDelete();
    writer.seek(key, 0, key.length);
    if (writer.isFound()) {
      log.append(record, durability);
      apply(writer::delete);
    } else if (durability != Durability.MEMORY) {
      log.flush(); // What removed the key may have promised less than this does.
    }
    return true;
  }

  boolean compareAndSet(
      byte[] key, byte @Nullable [] expected, byte @Nullable [] update, Durability durability) {
    LogRecord record = update == null ? LogRecord.delete(key) : LogRecord.put(key, update);
    return write(
        durability,
        () -> {
          writer.seek(key, 0, key.length);
          byte[] found = writer.value();
          if (expected == null ? found != null : found == null || !Arrays.equals(found, expected)) {
            return false;
          }
          return update != null
              ? put(key, update, record, durability)
              : delete(key, record, durability);
        });
  }

  void write(WriteBatch batch, Durability durability) {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(batch, "batch");
    var _ =
        write(
            durability,
            () -> {
              if (!batch.isEmpty()) {
                batch.encoding((bytes, encodedBytes) -> {
                  write(bytes, encodedBytes, batch.operationCount(), durability);
                  return true;
                });
              }
              return true;
            });
  }

  private void write(byte[] bytes, int encodedBytes, int count, Durability durability) {
    writer.reserveBatch(new BatchReader(bytes, encodedBytes), encodedBytes, count);
    log.appendBatch(bytes, encodedBytes, count, durability);
    apply(() -> apply(new BatchReader(bytes, encodedBytes), new BatchReader(bytes, encodedBytes)));
  }

  /**
   * Applies a batch; the leaves of some operations ahead are on their way to the caches by then.
   */
  private void apply(BatchReader operations, BatchReader ahead) {
    for (int i = 0; operations.next(); i++) {
      if (i % WaysAhead.KEYS == 0) {
        writer.lookAhead(ahead);
      }
      int keyBytes = operations.keyBytes();
      int valueBytes = operations.valueBytes();
      writer.reserve(keyBytes, valueBytes);
      writer.seekNear(i % WaysAhead.KEYS, operations.bytes(), operations.keyOffset(), keyBytes);
      if (operations.kind() == RecordFormat.PUT) {
        writer.put(operations.bytes(), operations.keyOffset() + keyBytes, valueBytes);
      } else if (writer.isFound()) {
        writer.delete();
      }
    }
  }

  void deleteRange(KeyRange range, Durability durability) {
    byte[] from = range.from();
    byte @Nullable [] to = range.to();
    LogRecord record = LogRecord.deleteRange(from, to == null ? NOTHING : to);
    var _ =
        write(
            durability,
            () -> {
              if (range.isEmpty()) {
                return false;
              }
              writer.reserveRange();
              log.append(record, durability);
              apply(() -> writer.deleteRange(from, to));
              return true;
            });
  }

  /**
   * Fills an empty store with pairs in ascending order.
   *
   * @param checkpoint makes them durable, which no log does: before anything is written that may
   *     rely on them
   */
  void load(Iterator<? extends Map.Entry<byte[], byte[]>> pairs, Runnable checkpoint) {
    begin();
    try {
      Epochs.Pin pin = epochs.pinToLend(); // The iterator must not write to the store.
      BulkLoad.Built built;
      try {
        built = writer.bulkLoad().build(pairs);
      } finally {
        epochs.unpinLent(pin);
      }
      isLoading = true;
      apply(() -> writer.bulkLoad().replaceBy(built));
      try {
        checkpoint.run();
      } catch (OutOfSpaceException | Error failure) {
        if (!log.hasFailed()) {
          takeBack(failure);
        }
        throw failure;
      }
    } finally {
      isLoading = false;
      end();
    }
  }

  /** Removes all pairs, of which the log has nothing. */
  private void takeBack(Throwable failure) {
    try {
      apply(() -> writer.deleteRange(NOTHING, null));
    } catch (RuntimeException | Error second) {
      failure.addSuppressed(second); // Then the store refuses writes, and is empty when reopened.
    }
  }

  /** Forces all writes, and pairs that are being loaded: whoever asks may have seen them. */
  void sync() {
    if (isLoading) {
      runBetween(() -> {});
    }
    log.sync();
  }

  /**
   * Moves the pages on the way to a key whose ids are a limit or greater.
   *
   * @return where the next leaf begins, or null behind the last
   */
  byte @Nullable [] movePages(byte[] key, int limit) {
    begin();
    try {
      // What may fail comes before each change.
      byte @Nullable [] next = writer.pageMover().seek(key, limit);
      apply(() -> writer.pageMover().move(limit));
      for (byte[] chained : writer.pageMover().chained()) {
        writer.reservePut(chained.length, 0);
        writer.seek(chained, 0, chained.length);
        byte[] value = writer.value();
        if (value != null) {
          writer.reservePut(chained.length, value.length);
          apply(() -> writer.put(value, 0, value.length));
        }
      }
      return next;
    } finally {
      end();
    }
  }

  /** Frees all ids that only views had that had ended before this call. */
  void sweepAll() {
    endSweep(); // One that is under way may have passed some of them.
    endSweep();
  }

  private void endSweep() {
    boolean[] isDone = {false};
    while (!isDone[0]) {
      runBetween(() -> {
        writer.sweep();
        isDone[0] = !writer.space().isSweeping();
      });
    }
  }

  /** Runs a write alone, and forces it if that is asked for and there is something to force. */
  private boolean write(Durability durability, Write write) {
    try {
      boolean isWritten;
      begin();
      try {
        isWritten = write.run();
      } finally {
        end();
      }
      if (isWritten && durability == Durability.DEVICE) {
        log.sync();
      }
      return isWritten;
    } finally {
      afterWrite.run(); // Also when it was refused: what it lacked may be found.
    }
  }

  private void apply(Change change) {
    views.beginChange();
    try {
      change.apply();
    } catch (RuntimeException failure) {
      throw log.failInPart(failure);
    } catch (Error failure) {
      var _ = log.failInPart(new IllegalStateException("the tree has a write in part", failure));
      throw failure;
    } finally {
      writer.finish(); // Before a view is opened, because that may find pages locked otherwise.
      views.endChange();
    }
  }

  private void begin() {
    epochs.requireNotLending("a write");
    log.pace();
    lock.lock();
    try {
      requireWritable();
      writer.sweep();
    } catch (RuntimeException | Error refused) {
      lock.unlock();
      throw refused;
    }
  }

  private void requireWritable() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    log.requireWritable();
  }

  private void end() {
    writer.finish();
    lock.unlock();
  }

  /** Runs something between two writes. */
  void runBetween(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses writes from now on, and waits for the one that has begun. */
  void close() {
    closed = true;
    runBetween(() -> {});
  }
}

package dev.cairn.bptree;

import dev.cairn.Durability;
import dev.cairn.MemoryBudgetException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import org.jspecify.annotations.Nullable;

/**
 * The log of the writes since the last checkpoint; or nothing, in a store that lives in memory.
 * Then it only remembers that the tree was left half changed.
 */
final class RedoLog implements AutoCloseable {
  private final @Nullable Log log;
  private final MemoryBudget budget;
  private final Epochs epochs;
  private volatile @Nullable RuntimeException failure;
  private volatile @Nullable RuntimeException failureInPart;

  /**
   * @param epochs tell when the log's memory may be used again; ended by {@link #close}
   */
  RedoLog(@Nullable Log log, MemoryBudget budget, Epochs epochs) {
    this.log = log;
    this.budget = budget;
    this.epochs = epochs;
  }

  /** See {@link Log#pace}. */
  void pace() {
    if (log != null) {
      log.pace();
    }
  }

  void append(LogRecord record, Durability durability) {
    if (log != null) {
      long _ = log.append(record, durability);
    } else {
      requireWritable();
    }
  }

  void appendBatch(byte[] bytes, int encodedBytes, int operationCount, Durability durability) {
    if (log != null) {
      long _ = log.appendBatch(bytes, encodedBytes, operationCount, durability);
    } else {
      requireWritable();
    }
  }

  void flush() {
    if (log != null) {
      log.flush();
    } else {
      requireWritable();
    }
  }

  void sync() {
    if (log != null) {
      long _ = log.sync();
    } else {
      requireWritable();
    }
  }

  /** See {@link Log#syncBetween}. */
  void syncBetween(long from, long to) {
    if (log != null) {
      log.syncBetween(from, to);
    }
  }

  void requireWritable() {
    if (log != null) {
      log.requireWritable();
    }
    RuntimeException first = failure;
    if (first != null) {
      throw refusal(first);
    }
  }

  private static StoreFailedException refusal(RuntimeException cause) {
    return new StoreFailedException("the store refuses writes: " + cause.getMessage(), cause);
  }

  /** See {@link Log#fail}. */
  RuntimeException fail(RuntimeException cause) {
    if (log != null) {
      return log.fail(cause);
    }
    failure = cause;
    return cause instanceof MemoryBudgetException ? refusal(cause) : cause; // As a log does.
  }

  /** The same after a write that the tree has in part. */
  RuntimeException failInPart(RuntimeException cause) {
    failureInPart = cause;
    return fail(cause);
  }

  /**
   * Refuses what would make others believe in the tree as it is.
   *
   * @throws StoreFailedException if it has a write in part
   */
  void requireWholeTree() {
    RuntimeException first = failureInPart;
    if (first != null) {
      throw new StoreFailedException(
          "the tree has a write in part, until the store is opened anew: " + first.getMessage(),
          first);
    }
  }

  boolean hasFailed() {
    return failure != null || (log != null && log.hasFailed());
  }

  /** Where the writes end that were appended so far. */
  long endPosition() {
    return log == null ? 0 : log.endPosition();
  }

  /** Where the segment begins that is appended to. */
  long tailPosition() {
    return log == null ? 0 : log.segments().getLast().basePosition();
  }

  long nextSegmentId() {
    return log == null ? 1 : log.nextSegmentId();
  }

  /** Changes when it is time to look whether a checkpoint is due. */
  int rollCount() {
    return log == null ? 0 : log.rollCount();
  }

  /** Removes the segments that end before a position. */
  void removeBefore(long position) {
    if (log != null) {
      for (LogSegment segment : log.segments()) {
        if (segment.isSealed() && segment.endPosition() <= position) {
          log.remove(segment);
        }
      }
    }
  }

  /** See {@link Log#giveSpaceBack}. */
  void giveSpaceBack() {
    if (log != null) {
      log.giveSpaceBack();
    }
  }

  /** See {@link Log#isSpaceShort}. */
  boolean isSpaceShort() {
    return log != null && log.isSpaceShort();
  }

  /** Reads what the files have of the log, and checks it. */
  void verify() {
    if (log != null) {
      log.visitAll((segment, memory, offset) -> {});
    }
  }

  long bytes() {
    long bytes = 0;
    if (log != null) {
      for (LogSegment segment : log.segments()) {
        bytes += segment.end();
      }
    }
    return bytes;
  }

  long stallCount() {
    return log == null ? 0 : log.stallCount();
  }

  long stallNanos() {
    return log == null ? 0 : log.stallNanos();
  }

  long memoryBytes() {
    return budget.usedBytes();
  }

  @Override
  public void close() {
    epochs.close();
    if (log != null) {
      log.close();
    }
  }
}

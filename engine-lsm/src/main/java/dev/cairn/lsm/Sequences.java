package dev.cairn.lsm;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which sequences readers stand at. What a reader at a sequence must see, flush and compaction
 * keep.
 *
 * <p>A sequence is a place in the log; a reader at one sees what is before it. A new reader stands
 * at the end of what has been written whole, which never goes back, so the list is in order.
 */
final class Sequences {
  /** A reader's place in the list. */
  static final class Reader {
    private final long sequence;
    private Reader before = this;
    private Reader after = this;

    private Reader(long sequence) {
      this.sequence = sequence;
    }

    long sequence() {
      return sequence;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();

  // A ring; this one is no reader.
  private final Reader ring = new Reader(Long.MAX_VALUE);
  private int count;

  // Guarded by the lock: who waits for readers to go.
  private long awaited = Long.MAX_VALUE;
  private Runnable passed = () -> {};

  // What is before it has been written whole. Written by the writer whose turn it is.
  private volatile long visible;

  long visible() {
    return visible;
  }

  void setVisible(long sequence) {
    visible = sequence;
  }

  /** Adds a reader at the end of what is visible. */
  Reader add() {
    lock.lock();
    try {
      Reader reader = new Reader(visible);
      reader.before = ring.before;
      reader.after = ring;
      ring.before.after = reader;
      ring.before = reader;
      count++;
      return reader;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a reader; again does nothing. */
  void remove(Reader reader) {
    Runnable told = () -> {};
    lock.lock();
    try {
      if (reader.before == reader) {
        return;
      }
      reader.before.after = reader.after;
      reader.after.before = reader.before;
      reader.before = reader;
      reader.after = reader;
      count--;
      if (awaited < ring.after.sequence) {
        awaited = Long.MAX_VALUE;
        told = passed;
      }
    } finally {
      lock.unlock();
    }
    told.run();
  }

  /** The sequence that the oldest reader stands at, or the greatest number if there is none. */
  long oldest() {
    lock.lock();
    try {
      return ring.after.sequence;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has something run, once, when the last reader that stands at a sequence or before it goes. Who
   * asks looks again afterwards whether it is gone already.
   *
   * @param action run by the thread that removes the reader
   */
  void whenPassed(long sequence, Runnable action) {
    lock.lock();
    try {
      awaited = sequence;
      passed = action;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The readers there are.
   *
   * @return their sequences, oldest first, each once
   */
  long[] read() {
    lock.lock();
    try {
      long[] sequences = new long[count];
      int length = 0;
      for (Reader reader = ring.after; reader != ring; reader = reader.after) {
        if (length == 0 || sequences[length - 1] != reader.sequence) {
          sequences[length++] = reader.sequence;
        }
      }
      return Arrays.copyOf(sequences, length);
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }
}

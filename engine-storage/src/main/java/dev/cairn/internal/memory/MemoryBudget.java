package dev.cairn.internal.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much off-heap memory a store may hold, and how much it holds. Every {@link Block} is taken
 * from it and returned to it, so a closed store stands at 0.
 */
public final class MemoryBudget {
  private final long limitBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  /**
   * Makes a budget of which nothing is used.
   *
   * @param limitBytes the most that may be used at any time, but for what cannot be refused
   */
  public MemoryBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Takes bytes if there are as many.
   *
   * @param bytes how many
   * @return whether they were taken
   */
  public boolean tryReserve(long bytes) {
    for (; ; ) {
      long used = usedBytes.get();
      if (bytes > limitBytes - used) {
        return false;
      }
      if (usedBytes.compareAndSet(used, used + bytes)) {
        return true;
      }
    }
  }

  /**
   * Takes bytes, whether or not there are as many: for what cannot be refused, and is soon given
   * back. Until then {@link #tryReserve} refuses all others.
   *
   * @param bytes how many
   */
  public void reserve(long bytes) {
    usedBytes.addAndGet(bytes);
  }

  /**
   * Gives bytes back.
   *
   * @param bytes as many as were taken
   */
  public void release(long bytes) {
    long left = usedBytes.addAndGet(-bytes);
    assert left >= 0 : "released more than was reserved: " + left;
  }

  /**
   * Bytes in use.
   *
   * @return the bytes
   */
  public long usedBytes() {
    return usedBytes.get();
  }

  /**
   * The most bytes that may be in use, but for what cannot be refused.
   *
   * @return the bytes
   */
  public long limitBytes() {
    return limitBytes;
  }
}

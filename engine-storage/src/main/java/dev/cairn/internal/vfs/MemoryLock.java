package dev.cairn.internal.vfs;

import java.util.concurrent.atomic.AtomicBoolean;

/** A lock of a {@link MemoryVfs}. */
final class MemoryLock implements VfsLock {
  private final AtomicBoolean held = new AtomicBoolean(true);
  private final Runnable unlock;

  MemoryLock(Runnable unlock) {
    this.unlock = unlock;
  }

  @Override
  public void close() {
    // Once only: by the second time somebody else may hold the lock.
    if (held.getAndSet(false)) {
      unlock.run();
    }
  }
}

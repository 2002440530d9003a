package dev.cairn.internal.vfs;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has no thread for whoever asks first; public because the JDK makes it by its name. */
public final class NoThreadAtFirst implements ThreadFactory {
  private final AtomicBoolean hasRefused = new AtomicBoolean();

  /** Makes one that was not asked yet. */
  public NoThreadAtFirst() {}

  @Override
  public Thread newThread(Runnable task) {
    if (!hasRefused.getAndSet(true)) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return Thread.ofPlatform().daemon().unstarted(task);
  }
}

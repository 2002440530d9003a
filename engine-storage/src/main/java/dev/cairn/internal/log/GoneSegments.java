package dev.cairn.internal.log;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Frees the files of segments that are gone, on the thread that makes segments ready. A file takes
 * it ten milliseconds or more, and many go at once: all of a memtable, or of a checkpoint. So it
 * does one, and then what it was given meanwhile, for which a writer may wait, before the next.
 */
final class GoneSegments {
  private final SegmentPreparer preparer;
  private final Executor background;
  private final Queue<LogSegment> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  GoneSegments(SegmentPreparer preparer, Executor background) {
    this.preparer = preparer;
    this.background = background;
  }

  /** Takes a segment that has a file, and that nobody reads any more. */
  void add(LogSegment segment) {
    waiting.add(segment);
    if (count.getAndIncrement() == 0) {
      freeNextLater();
    }
  }

  private void freeNextLater() {
    try {
      background.execute(this::freeNext);
    } catch (RejectedExecutionException closing) {
      do {
        LogSegment segment = waiting.remove();
        segment.closeWindow();
        preparer.delete(Objects.requireNonNull(segment.file())); // No segment will need it.
      } while (count.decrementAndGet() > 0);
    }
  }

  private void freeNext() {
    LogSegment segment = waiting.remove();
    try {
      segment.closeWindow();
      preparer.recycle(Objects.requireNonNull(segment.file()), segment.capacityBytes());
    } finally {
      if (count.decrementAndGet() > 0) {
        freeNextLater();
      }
    }
  }
}

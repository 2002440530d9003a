package dev.cairn.internal.log;

import dev.cairn.internal.vfs.VfsFile;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Frees the files of segments that are gone, on the thread that makes segments ready. A file takes
 * it ten milliseconds or more, and many go at once: all of a memtable, or of a checkpoint. So it
 * does one, and then what it was given meanwhile, for which a writer may wait, before the next.
 */
final class GoneSegments {
  private final SegmentFiles files;
  private final Executor background;
  private final Queue<LogSegment> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isScheduled = new AtomicBoolean();

  GoneSegments(SegmentFiles files, Executor background) {
    this.files = files;
    this.background = background;
  }

  /** Takes a segment that has a file, and that nobody reads any more. */
  void add(LogSegment segment) {
    waiting.add(segment);
    schedule();
  }

  private void schedule() {
    if (!waiting.isEmpty() && isScheduled.compareAndSet(false, true)) {
      try {
        background.execute(this::freeNext);
      } catch (RejectedExecutionException | OutOfMemoryError nobody) {
        isScheduled.set(false);
        boolean _ = deleteAll(); // The log is being closed, or there is no thread to be had.
      }
    }
  }

  private void freeNext() {
    LogSegment segment = waiting.poll();
    try {
      if (segment != null) {
        segment.closeWindow();
        files.recycle(file(segment), segment.capacityBytes());
      }
    } finally {
      isScheduled.set(false);
      schedule();
    }
  }

  /**
   * Deletes the files that wait, because somebody needs the room.
   *
   * @return whether there was one
   */
  boolean deleteAll() {
    boolean isAny = false;
    for (LogSegment segment; (segment = waiting.poll()) != null; isAny = true) {
      segment.closeWindow();
      files.discard(file(segment));
    }
    return isAny;
  }

  private static VfsFile file(LogSegment segment) {
    return Objects.requireNonNull(segment.file());
  }
}

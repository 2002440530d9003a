package dev.cairn.internal.log;

import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.testkit.edit.Preemption;
import java.util.ArrayDeque;
import java.util.Queue;

/** Frees the file of a segment that is gone, while at each step in turn another segment goes. */
final class PreemptedGoneSegments {
  private static final int SEGMENT_BYTES = 4096;

  private final MemoryVfs files = new MemoryVfs();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final GoneSegments gone =
      new GoneSegments(new SegmentFiles(files, SEGMENT_BYTES, 0, new FailureLatch()), tasks::add);

  private PreemptedGoneSegments() {}

  /** Tries all, and returns how often the other one came between. Called in classes with points. */
  static int run() {
    for (int point = 0; ; point++) {
      PreemptedGoneSegments parts = new PreemptedGoneSegments();
      parts.add(1);
      boolean isReached = Preemption.at(point, () -> parts.add(2), parts::runTasks);
      parts.runTasks();
      if (!parts.files.list().isEmpty()) {
        throw new AssertionError(
            "what goes at point %d waits for ever: %s".formatted(point, parts.files.list()));
      }
      if (!isReached) {
        return point;
      }
    }
  }

  private void add(long id) {
    gone.add(
        new LogSegment(
            SegmentPlace.of(id, 0, SEGMENT_BYTES, 0),
            0,
            SEGMENT_BYTES,
            files.open(LogFormat.fileName(id), OpenMode.CREATE),
            null,
            null));
  }

  private void runTasks() {
    for (Runnable task; (task = tasks.poll()) != null; ) {
      task.run();
    }
  }
}

package dev.cairn.bptree;

import org.jspecify.annotations.Nullable;

/**
 * Gives space back to the file system: moves the pages at the end of the file into gaps, a leaf and
 * the pages above it at a time, and cuts the file off behind the last.
 *
 * <p>A page moves by being copied, as for a write; its old place is free after the next checkpoint.
 * So it takes several rounds, and views that are held hold it up.
 */
final class Compaction {
  private static final int MOST_ROUNDS = 4;

  private final Checkpoint checkpoint;
  private final StoreWriter writer;
  private final PageSpace space;
  private final PageFile file;
  private final RedoLog log;

  Compaction(
      Checkpoint checkpoint, StoreWriter writer, PageSpace space, PageFile file, RedoLog log) {
    this.checkpoint = checkpoint;
    this.writer = writer;
    this.space = space;
    this.file = file;
    this.log = log;
  }

  void run() {
    checkpoint.run();
    writer.sweepAll();
    for (int round = 0; round < MOST_ROUNDS && space.end() > space.takenCount(); round++) {
      // Those beyond as many pages as there are have a gap to go to.
      int limit = space.takenCount();
      byte @Nullable [] next = {};
      while (next != null) {
        next = writer.movePages(next, limit);
      }
      checkpoint.run();
      writer.sweepAll();
    }
    // No page is added meanwhile, and those that are written again are before the end.
    writer.runBetween(() -> file.truncate(space.end()));
    log.giveSpaceBack();
  }
}

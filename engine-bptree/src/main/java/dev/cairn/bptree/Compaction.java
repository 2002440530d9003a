package dev.cairn.bptree;

import java.util.function.BooleanSupplier;
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
  private final Views views;
  private final int mostFrames;

  Compaction(
      Checkpoint checkpoint,
      StoreWriter writer,
      PageSpace space,
      PageFile file,
      RedoLog log,
      Views views,
      int mostFrames) {
    this.views = views;
    this.mostFrames = mostFrames;
    this.checkpoint = checkpoint;
    this.writer = writer;
    this.space = space;
    this.file = file;
    this.log = log;
  }

  /**
   * Whether the file is half as long again as its pages need, nobody but the last checkpoint keeps
   * other pages, and all fit in memory, so that none leaves it for this. An estimate: the writer
   * may be at work.
   */
  boolean isWorthwhile() {
    int needed = space.takenCount() - space.retiredCount();
    // The file's end may be cut off, and pages be in memory alone that it will be longer for.
    int end = Math.max(file.pages(), space.end());
    return end - needed > needed / 2 && views.heldCount() == 1 && needed <= mostFrames;
  }

  /**
   * Compacts, or ends early, which leaves the file no longer than it was.
   *
   * @param isUnwelcome whether to end early, asked often
   * @return whether it came to its end
   */
  boolean run(BooleanSupplier isUnwelcome) {
    boolean isDone = movePages(isUnwelcome);
    // No page is added meanwhile, and those that are written again are before the end.
    writer.runBetween(() -> file.truncate(space.end()));
    if (isDone) {
      log.giveSpaceBack();
    }
    return isDone;
  }

  private boolean movePages(BooleanSupplier isUnwelcome) {
    checkpoint.run();
    writer.sweepAll();
    for (int round = 0; round < MOST_ROUNDS && space.end() > space.takenCount(); round++) {
      // Those beyond as many pages as there are have a gap to go to.
      int limit = space.takenCount();
      byte @Nullable [] next = {};
      while (next != null) {
        if (isUnwelcome.getAsBoolean()) {
          return false;
        }
        next = writer.movePages(next, limit);
      }
      checkpoint.run();
      writer.sweepAll();
    }
    return true;
  }
}

package dev.cairn.bptree;

import dev.cairn.StoreIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room in the file of pages for those to come. A full disk is met here, by a write that has changed
 * nothing yet; a page that leaves memory, when a reader wants its frame perhaps, has its place in
 * the file already.
 *
 * <p>The file grows by written zeros, some of them ahead and in the background, because the system
 * has to find memory and blocks for them.
 */
final class PageRoom {
  private static final Logger LOGGER = LoggerFactory.getLogger(BPlusTreeStore.class);

  // A part of the file, so that a small store has a small one.
  private static final int STEP_DIVISOR = 4;
  private static final int MIN_STEP_PAGES = 4;
  private static final int MAX_STEP_BYTES = 1 << 20;

  private final PageFile file;
  private final int maxStepPages;
  private final Executor background;
  private final AtomicBoolean isGrowing = new AtomicBoolean();
  private Consumer<Runnable> withSpace = Runnable::run;

  PageRoom(PageFile file, int pageBytes, Executor background) {
    this.file = file;
    this.maxStepPages = Math.max(MIN_STEP_PAGES, MAX_STEP_BYTES / pageBytes);
    this.background = background;
  }

  /**
   * Says who finds space on a full disk, before anyone writes.
   *
   * @param finder see {@link dev.cairn.internal.log.Log#withSpace}
   */
  void findSpaceBy(Consumer<Runnable> finder) {
    withSpace = finder;
  }

  /** Whether there is room for so many pages. */
  boolean has(long pages) {
    return pages <= file.endId();
  }

  /**
   * Makes sure of room for so many pages, counted from the file's beginning.
   *
   * @throws dev.cairn.OutOfSpaceException if the disk has none
   */
  void require(int pages) {
    int end = file.endId();
    if (pages > end) {
      withSpace.accept(() -> file.growTo(pages));
    }
    int step = Math.clamp(end / STEP_DIVISOR, MIN_STEP_PAGES, maxStepPages);
    if (pages > end - step) {
      growAhead(Math.max(pages, end) + step);
    }
  }

  private void growAhead(int pages) {
    if (isGrowing.compareAndSet(false, true)) {
      try {
        background.execute(() -> grow(pages));
      } catch (RejectedExecutionException closing) {
        isGrowing.set(false);
      }
    }
  }

  private void grow(int pages) {
    try {
      file.growTo(pages);
    } catch (StoreIOException failure) {
      LOGGER.debug("no room ahead; a write that needs it will meet the failure", failure);
    } finally {
      isGrowing.set(false);
    }
  }
}

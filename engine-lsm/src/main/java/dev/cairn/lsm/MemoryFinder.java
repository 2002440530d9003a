package dev.cairn.lsm;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.store.Pause;
import java.util.function.BooleanSupplier;

/**
 * Finds memory for a write, or for a call that reads all tables, when the budget has none left:
 * what waits for its flush goes first, then what nobody uses, then the memtable that is being
 * written to, then blocks of the cache; only then what compactions work in, as they end. What an
 * empty memtable has of a write that is refused goes with the refusal.
 *
 * <p>A flush needs no memory that it does not have already. So they wait here, for readers whose
 * pins keep what was given up, and for compactions to end; they fail only if all of that does not
 * make room.
 */
final class MemoryFinder {
  /** What came of looking for memory. */
  private enum Outcome {
    /** Some was given back to the budget. */
    FREED,

    /** What was given up before is still being read. */
    PINNED,

    /** There is none, unless somebody gives some back just now. */
    NOTHING
  }

  private static final int MAX_ATTEMPTS = 1_000;
  private static final long POLL_NANOS = 50_000;

  private final Maintenance maintenance;
  private final Epochs epochs;
  private final SegmentMemory segments;
  private final BlockCache cache;
  private final Throttle throttle;
  private final BooleanSupplier seal;
  private final BooleanSupplier giveUp;

  /**
   * Makes a finder.
   *
   * @param throttle counts the waits
   * @param seal lets the memtable that is written to wait for its flush; says whether it had
   *     anything in it
   * @param giveUp the same for a memtable that is empty; says whether it had any memory
   */
  MemoryFinder(
      Maintenance maintenance,
      Epochs epochs,
      SegmentMemory segments,
      BlockCache cache,
      Throttle throttle,
      BooleanSupplier seal,
      BooleanSupplier giveUp) {
    this.maintenance = maintenance;
    this.epochs = epochs;
    this.segments = segments;
    this.cache = cache;
    this.throttle = throttle;
    this.seal = seal;
    this.giveUp = giveUp;
  }

  /**
   * Runs something that takes memory, and again after some was found if there was none: then it has
   * changed nothing. The caller holds no lock and no pin.
   *
   * @throws MemoryBudgetException if there is not so much, however much is freed
   */
  void run(Runnable action) {
    try {
      action.run();
    } catch (MemoryBudgetException full) {
      try (Throttle.Wait wait = throttle.new Wait("memory")) {
        findFor(action, wait);
      }
    }
  }

  private void findFor(Runnable action, Throttle.Wait wait) {
    for (int attempts = 0; ; ) {
      // Readers end their pins; all else is worth so many attempts, since others write meanwhile.
      attempts += wait.run(this::find) == Outcome.PINNED ? 0 : 1;
      try {
        action.run();
        return;
      } catch (MemoryBudgetException full) {
        if (attempts == MAX_ATTEMPTS) {
          boolean _ = flushActive(giveUp); // Not before: it is what the next attempt needs too.
          throw full;
        }
      }
    }
  }

  /** Frees some memory, or waits until some may be free. */
  private Outcome find() {
    if (maintenance.hasWaiting()) {
      // One may be enough.
      boolean _ = maintenance.flushOldest(maintenance::hasWaiting);
      return Outcome.FREED;
    }
    if (!epochs.reclaim()) {
      Pause.until(System.nanoTime() + POLL_NANOS);
      return Outcome.PINNED;
    }
    if (segments.shrink()
        || flushActive(seal)
        || cache.shrink()
        || maintenance.compactor().awaitEnd()) {
      return Outcome.FREED;
    }
    Pause.until(System.nanoTime() + POLL_NANOS);
    return Outcome.NOTHING;
  }

  private boolean flushActive(BooleanSupplier end) {
    if (!end.getAsBoolean()) {
      return false;
    }
    maintenance.flushWaiting();
    return true;
  }
}

package dev.cairn.lsm;

import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.memory.Epochs;
import java.util.function.BooleanSupplier;

/**
 * Finds memory for a write when the budget has none left: what waits for its flush goes first, then
 * what nobody uses, then the memtable that is being written to, then blocks of the cache.
 *
 * <p>A flush needs no memory that it does not have already. So a write waits here, for readers
 * whose pins keep what was given up, and for compactions to end; it fails only if all of that does
 * not make room for it.
 */
final class MemoryFinder {
  /** What came of looking for memory. */
  enum Outcome {
    /** Some was given back to the budget. */
    FREED,

    /** What was given up before is still being read. */
    PINNED,

    /** There is none, unless somebody gives some back just now. */
    NOTHING
  }

  private static final long POLL_NANOS = 50_000;

  private final Maintenance maintenance;
  private final Epochs epochs;
  private final SegmentMemory segments;
  private final BlockCache cache;
  private final BooleanSupplier seal;

  /**
   * Makes a finder.
   *
   * @param seal lets the memtable that is written to wait for its flush; says whether it had
   *     anything in it
   */
  MemoryFinder(
      Maintenance maintenance,
      Epochs epochs,
      SegmentMemory segments,
      BlockCache cache,
      BooleanSupplier seal) {
    this.maintenance = maintenance;
    this.epochs = epochs;
    this.segments = segments;
    this.cache = cache;
    this.seal = seal;
  }

  /** Frees some memory, or waits until some may be free. The caller holds no lock and no pin. */
  Outcome find() {
    if (maintenance.hasWaiting()) {
      var _ = maintenance.flushWaiting();
      return Outcome.FREED;
    }
    if (!epochs.reclaim()) {
      Pause.until(System.nanoTime() + POLL_NANOS);
      return Outcome.PINNED;
    }
    if (segments.shrink() || flushActive() || maintenance.awaitCompaction() || cache.shrink()) {
      return Outcome.FREED;
    }
    Pause.until(System.nanoTime() + POLL_NANOS);
    return Outcome.NOTHING;
  }

  private boolean flushActive() {
    if (!seal.getAsBoolean()) {
      return false;
    }
    var _ = maintenance.flushWaiting();
    return true;
  }
}

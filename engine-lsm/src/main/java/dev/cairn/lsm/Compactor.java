package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.StoreException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compacts tables in the background, several at a time if they do not concern each other. */
final class Compactor {
  private static final Logger LOGGER = LoggerFactory.getLogger(LsmStore.class);
  private static final long NO_TABLE = -1;

  private final CompactionWork work;
  private final Views views;
  private final Sequences sequences;
  private final Log log;
  private final LsmThreads threads;
  private final CompactionPicker picker;
  private final RateLimiter limiter;
  private final Runnable tablesChanged;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition compactionEnded = lock.newCondition();

  // Guarded by the lock.
  private final Set<Long> busy = new HashSet<>();
  private final Set<Long> damaged = new HashSet<>(); // Or the disk does not give them.
  private final Set<Long> failed = new HashSet<>(); // Of compactions, since the last look for some.
  private int running;
  private long endedCount;
  private boolean paused;

  // A store that is only read, as by a tool that looks at it with other options than its owner's,
  // keeps the tables that it has.
  private volatile boolean begun;
  private volatile boolean ended;

  /**
   * Makes a compactor that does nothing until it is told to.
   *
   * @param tablesChanged run after each compaction
   * @param freesMemory see {@link CompactionWork}
   */
  Compactor(
      TableStore tables,
      VersionSet versions,
      Views views,
      Sequences sequences,
      Log log,
      MemoryBudget budget,
      LsmOptions options,
      LsmThreads threads,
      LsmFigures figures,
      Runnable tablesChanged,
      BooleanSupplier freesMemory) {
    this.views = views;
    this.sequences = sequences;
    this.log = log;
    this.threads = threads;
    this.picker = options.picker();
    this.limiter = new RateLimiter(options.compactionBytesPerSecond());
    this.tablesChanged = tablesChanged;
    this.work =
        new CompactionWork(
            tables,
            versions,
            views,
            sequences,
            log,
            budget,
            options,
            threads,
            figures,
            limiter,
            () -> ended,
            freesMemory);
  }

  RateLimiter limiter() {
    return limiter;
  }

  private List<List<TableEntry>> levels() {
    return views.current().version().entries();
  }

  /** How far compaction has fallen behind: 0 if it has not, up to 1. */
  double pressure() {
    return picker.pressure(levels());
  }

  /** Bytes that the next compaction reads; stays above 0 while compaction is behind. */
  long backlogBytes() {
    Compaction next = picker.pick(levels(), damagedTables());
    return next == null || next.kind() != Compaction.Kind.MERGE ? 0 : next.bytes();
  }

  int runningCount() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** Lets compactions begin, because something is written. */
  void begin() {
    if (!begun) {
      begun = true;
      schedule();
    }
  }

  /**
   * Begins as many compactions as there are to do and threads for them. One that fails meanwhile is
   * not begun again before the next call.
   */
  void schedule() {
    forgetFailed();
    for (Compaction compaction; (compaction = take()) != null; ) {
      Compaction taken = compaction;
      try {
        threads.compact().execute(() -> runInBackground(taken));
      } catch (RejectedExecutionException closing) {
        end(taken, true);
        return;
      } catch (OutOfMemoryError noThread) {
        end(taken, true);
        LOGGER.warn("no thread for a compaction; it begins after the next write", noThread);
        return;
      }
    }
  }

  private void forgetFailed() {
    lock.lock();
    try {
      failed.clear();
    } finally {
      lock.unlock();
    }
  }

  /** The next compaction, whose tables are busy from now on; null if there is none to do now. */
  private @Nullable Compaction take() {
    lock.lock();
    try {
      if (!begun || ended || log.hasFailed() || paused || running == threads.compactionThreads()) {
        return null;
      }
      Set<Long> unavailable = new HashSet<>(busy);
      unavailable.addAll(damaged);
      unavailable.addAll(failed);
      Compaction compaction = picker.pick(levels(), unavailable);
      if (compaction == null) {
        compaction = pickRemoved(unavailable);
      }
      if (compaction != null) {
        running++;
        compaction.tables().forEach(table -> busy.add(table.id()));
      }
      return compaction;
    } finally {
      lock.unlock();
    }
  }

  /** One for what was removed; if readers are in the way of one, it is picked when they go. */
  private @Nullable Compaction pickRemoved(Set<Long> unavailable) {
    for (; ; ) {
      Removals removals =
          Removals.of(views.current().version(), work.keptForReaders(), sequences.oldest());
      Compaction compaction = picker.pickRemoved(removals, unavailable);
      sequences.whenPassed(removals.awaited(), this::schedule);
      if (compaction != null || sequences.oldest() <= removals.awaited()) {
        return compaction;
      }
    }
  }

  private void end(Compaction compaction, boolean mayBeBegunAgain) {
    lock.lock();
    try {
      running--;
      endedCount++;
      if (!mayBeBegunAgain) {
        compaction.tables().forEach(table -> failed.add(table.id()));
      }
      compaction.tables().forEach(table -> busy.remove(table.id()));
      compactionEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void runInBackground(Compaction compaction) {
    boolean mayGoOn = false;
    try {
      work.run(compaction);
      mayGoOn = true;
    } catch (CancellationException closing) {
      LOGGER.debug("a compaction was given up", closing);
    } catch (StoreException failure) {
      mayGoOn = setAside(compaction, failure);
      if (mayGoOn) {
        LOGGER.error("a table is not compacted any more; what is sound in it stays", failure);
      } else if (log.hasFailed()) {
        LOGGER.error("a compaction failed; the store refuses writes", failure);
      } else {
        LOGGER.warn("a compaction failed; it will be tried again", failure);
      }
    } finally {
      end(compaction, mayGoOn);
    }
    if (mayGoOn) {
      tablesChanged.run();
      schedule();
    }
  }

  /** Keeps the input that a failure names out of later compactions; false if it names none. */
  private boolean setAside(Compaction compaction, StoreException failure) {
    long id =
        switch (failure) {
          case UnreadableTableException unreadable -> unreadable.tableId();
          case CorruptionException damage when TableFormat.isTableName(damage.file()) ->
              TableFormat.tableId(damage.file());
          default -> NO_TABLE;
        };
    lock.lock();
    try {
      return compaction.tables().stream().anyMatch(table -> table.id() == id) && damaged.add(id);
    } finally {
      lock.unlock();
    }
  }

  /** How many tables are not compacted any more. */
  long damagedCount() {
    Set<Long> ids = damagedTables();
    return levels().stream()
        .flatMap(List::stream)
        .filter(table -> ids.contains(table.id()))
        .count();
  }

  private Set<Long> damagedTables() {
    lock.lock();
    try {
      return Set.copyOf(damaged);
    } finally {
      lock.unlock();
    }
  }

  /** Writes all that a range has anew, so that nothing removed or replaced is left of it. */
  void compact(byte[] from, byte @Nullable [] to) {
    whilePaused(() -> {
      List<List<TableEntry>> levels = levels();
      int lowest = picker.lowestLevel(levels);
      Compaction compaction =
          lowest < 0 ? null : CompactionPicker.wholeRange(levels, from, to, lowest);
      if (compaction != null) {
        work.run(compaction);
      }
    });
    tablesChanged.run();
    begin();
  }

  /** Runs something while no compaction runs or begins. */
  void whilePaused(Runnable action) {
    pause();
    try {
      action.run();
    } finally {
      resume();
      schedule(); // What became due meanwhile.
    }
  }

  private void pause() {
    lock.lock();
    try {
      while (paused) {
        compactionEnded.awaitUninterruptibly();
      }
      paused = true;
      while (running > 0) {
        compactionEnded.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void resume() {
    lock.lock();
    try {
      paused = false;
      compactionEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a compaction has ended.
   *
   * @return false if none is running
   */
  boolean awaitEnd() {
    lock.lock();
    try {
      long before = endedCount;
      while (running > 0 && endedCount == before) {
        compactionEnded.awaitUninterruptibly();
      }
      return endedCount != before;
    } finally {
      lock.unlock();
    }
  }

  /** Makes compactions come to an end, and begins none any more. */
  void end() {
    ended = true;
  }
}

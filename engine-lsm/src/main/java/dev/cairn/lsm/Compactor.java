package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.MemoryBudgetException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.internal.event.CompactionEvent;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compacts tables in the background, several at a time if they do not concern each other. */
final class Compactor {
  private static final Logger LOGGER = LoggerFactory.getLogger(LsmStore.class);
  private static final long NO_TABLE = -1;

  private final TableStore tables;
  private final VersionSet versions;
  private final Views views;
  private final Sequences sequences;
  private final Log log;
  private final MemoryBudget budget;
  private final LsmOptions options;
  private final LsmThreads threads;
  private final LsmFigures figures;
  private final CompactionPicker picker;
  private final RateLimiter limiter;
  private final Runnable tablesChanged;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition compactionEnded = lock.newCondition();

  // Guarded by the lock.
  private final Set<Long> busy = new HashSet<>();
  private final Set<Long> damaged = new HashSet<>(); // Or the disk does not give them.
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
      Runnable tablesChanged) {
    this.tables = tables;
    this.versions = versions;
    this.views = views;
    this.sequences = sequences;
    this.log = log;
    this.budget = budget;
    this.options = options;
    this.threads = threads;
    this.figures = figures;
    this.picker = options.picker();
    this.limiter = new RateLimiter(options.compactionBytesPerSecond());
    this.tablesChanged = tablesChanged;
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
    Compaction next = picker.pick(levels(), Set.of());
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

  /** Begins as many compactions as there are to do and threads for them. */
  void schedule() {
    for (Compaction compaction; (compaction = take()) != null; ) {
      Compaction taken = compaction;
      try {
        threads.compact().execute(() -> runInBackground(taken));
      } catch (RejectedExecutionException closing) {
        end(taken);
        return;
      }
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
      Compaction compaction = picker.pick(levels(), unavailable);
      if (compaction != null) {
        running++;
        compaction.tables().forEach(table -> busy.add(table.id()));
      }
      return compaction;
    } finally {
      lock.unlock();
    }
  }

  private void end(Compaction compaction) {
    lock.lock();
    try {
      running--;
      endedCount++;
      compaction.tables().forEach(table -> busy.remove(table.id()));
      compactionEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void runInBackground(Compaction compaction) {
    boolean mayGoOn = false;
    try {
      run(compaction);
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
      end(compaction);
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
    List<List<TableEntry>> levels = levels();
    lock.lock();
    try {
      return levels.stream()
          .flatMap(List::stream)
          .filter(table -> damaged.contains(table.id()))
          .count();
    } finally {
      lock.unlock();
    }
  }

  private void run(Compaction compaction) {
    try {
      replace(compaction);
    } catch (OutOfSpaceException full) {
      log.giveSpaceBack(); // For the next attempt.
      throw full;
    }
  }

  private void replace(Compaction compaction) {
    List<TableEntry> inputs = compaction.tables();
    Set<Long> removed = new HashSet<>();
    inputs.forEach(table -> removed.add(table.id()));
    switch (compaction.kind()) {
      case DROP -> versions.replace(removed, List.of(), 0);
      case MOVE -> {
        versions.move(inputs, compaction.outputLevel());
        figures.addMove(inputs.size());
      }
      case MERGE -> {
        CompactionEvent event = new CompactionEvent();
        event.begin();
        List<TableEntry> written = merge(compaction);
        versions.replace(removed, written, compaction.outputLevel());
        event.readBytes = compaction.bytes();
        event.writtenBytes = LsmFigures.bytes(written);
        event.outputLevel = compaction.outputLevel();
        event.commit();
        figures.addCompaction(compaction, written);
      }
    }
  }

  private List<TableEntry> merge(Compaction compaction) {
    CompactionJob job =
        new CompactionJob(
            views.current().version(), // Its tables stay, because they are busy.
            compaction,
            sequences.read(),
            tables,
            options.shape(compaction.outputLevel(), tables.storeSeed()),
            limiter,
            options.memtableBytes(),
            () -> ended);
    List<CompactionJob.Part> parts = job.parts(threads.compactionThreads());
    return new PartedWork<CompactionJob.Part, List<TableEntry>>(parts, part -> runPart(job, part))
        .run(threads.compact(), this::deleteAfter).stream().flatMap(List::stream).toList();
  }

  private List<TableEntry> runPart(CompactionJob job, CompactionJob.Part part) {
    try (Workspace workspace =
        Workspace.take(budget, options.blockBytes(), options.transferBytes(), job.inputCount())) {
      return job.run(part, workspace);
    } catch (MemoryBudgetException
        | OutOfSpaceException
        | CorruptionException
        | UnreadableTableException harmless) {
      throw harmless;
    } catch (StoreException failure) {
      throw log.fail(failure); // A write or a sync.
    }
  }

  private void deleteAfter(Throwable failure, List<List<TableEntry>> written) {
    written.forEach(list -> list.forEach(table -> tables.deleteAfter(failure, table.id())));
  }

  /** Writes all that a range has anew, so that nothing removed or replaced is left of it. */
  void compact(byte[] from, byte @Nullable [] to) {
    whilePaused(() -> {
      List<List<TableEntry>> levels = levels();
      int lowest = picker.lowestLevel(levels);
      Compaction compaction =
          lowest < 0 ? null : CompactionPicker.wholeRange(levels, from, to, lowest);
      if (compaction != null) {
        run(compaction);
      }
    });
    tablesChanged.run();
    begun = true;
    schedule();
  }

  /** Runs something while no compaction runs or begins. */
  void whilePaused(Runnable action) {
    pause();
    try {
      action.run();
    } finally {
      resume();
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

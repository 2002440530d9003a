package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.MemoryBudgetException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.internal.event.CompactionEvent;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.store.Pause;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Does what a picker wants, in the caller's thread and others that have time. If it fails the
 * tables are as they were; after a failure to write the store refuses writes.
 */
final class CompactionWork {
  private static final int MAX_ATTEMPTS = 1_000;
  private static final long POLL_NANOS = 50_000;

  private final TableStore tables;
  private final VersionSet versions;
  private final Views views;
  private final Sequences sequences;
  private final Log log;
  private final MemoryBudget budget;
  private final LsmOptions options;
  private final LsmThreads threads;
  private final LsmFigures figures;
  private final RateLimiter limiter;
  private final BooleanSupplier isCancelled;
  private final BooleanSupplier freesMemory;
  private final Set<Long> keptForReaders = ConcurrentHashMap.newKeySet();

  /**
   * Makes what does compactions.
   *
   * @param isCancelled asked for each entry whether to give up
   * @param freesMemory frees some memory of what others only keep because they have it, or says
   *     that there is none
   */
  CompactionWork(
      TableStore tables,
      VersionSet versions,
      Views views,
      Sequences sequences,
      Log log,
      MemoryBudget budget,
      LsmOptions options,
      LsmThreads threads,
      LsmFigures figures,
      RateLimiter limiter,
      BooleanSupplier isCancelled,
      BooleanSupplier freesMemory) {
    this.tables = tables;
    this.versions = versions;
    this.views = views;
    this.sequences = sequences;
    this.log = log;
    this.budget = budget;
    this.options = options;
    this.threads = threads;
    this.figures = figures;
    this.limiter = limiter;
    this.isCancelled = isCancelled;
    this.freesMemory = freesMemory;
  }

  /** The tables that were written with much that is there for readers alone. */
  Set<Long> keptForReaders() {
    return keptForReaders;
  }

  /**
   * Does a compaction.
   *
   * @throws dev.cairn.CorruptionException naming the damaged table, if one is
   * @throws UnreadableTableException likewise if the disk does not give it
   */
  void run(Compaction compaction) {
    try {
      replace(compaction);
    } catch (OutOfSpaceException full) {
      log.giveSpaceBack(); // For the next attempt.
      tables.deleteGone();
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
        keptForReaders.removeAll(removed);
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
            isCancelled);
    List<CompactionJob.Part> parts = job.parts(threads.compactionThreads());
    List<TableEntry> written =
        new PartedWork<CompactionJob.Part, List<TableEntry>>(parts, part -> runPart(job, part))
            .run(threads.compact(), this::deleteAfter).stream().flatMap(List::stream).toList();
    keptForReaders.addAll(job.keptForReaders());
    return written;
  }

  private List<TableEntry> runPart(CompactionJob job, CompactionJob.Part part) {
    try (Workspace workspace = takeWorkspace(job.inputCount())) {
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

  private Workspace takeWorkspace(int inputs) {
    for (int attempts = 0; ; attempts++) {
      try {
        return Workspace.take(budget, options.blockBytes(), options.transferBytes(), inputs);
      } catch (MemoryBudgetException full) {
        if (attempts == MAX_ATTEMPTS || !freesMemory.getAsBoolean()) {
          throw full;
        }
      }
      Pause.until(System.nanoTime() + POLL_NANOS); // Readers may have to end their pins.
    }
  }

  private void deleteAfter(Throwable failure, List<List<TableEntry>> written) {
    written.forEach(list -> list.forEach(table -> tables.deleteAfter(failure, table.id())));
  }
}

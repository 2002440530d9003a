package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.MemoryBudgetException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a store besides reads and writes: memtables are flushed, one after another, and
 * tables compacted, several at a time if they do not concern each other.
 *
 * <p>Each changes the tables in this order: the new tables are forced; the manifest that has them
 * takes effect; the new version is published; what it replaces is freed once nobody reads it.
 */
final class Maintenance {
  private static final Logger LOGGER = LoggerFactory.getLogger(LsmStore.class);

  // From so many memtables that wait for their flush on writes are slowed, more and more up to the
  // greatest number that the budget has room for.
  private static final int SLOW_WAITING = 1;
  static final int MAX_WAITING = 3;

  private final TableStore tables;
  private final Log log;
  private final Views views;
  private final Sequences sequences;
  private final MemoryBudget budget;
  private final LsmOptions options;
  private final long tableBytes;
  private final LsmThreads threads;
  private final Throttle throttle;
  private final CompactionPicker picker;
  private final RateLimiter limiter;
  private final LsmFigures figures;

  /** Held by whoever changes the manifest and the version. */
  private final ReentrantLock manifestLock = new ReentrantLock();

  // Guarded by the manifest lock.
  private long flushedPosition;
  private long savedDurablePosition;

  private final ReentrantLock flushLock = new ReentrantLock();

  // Used under the flush lock. Taken at opening: a flush frees memory, so it must not lack any.
  private final Workspace flushWorkspace;

  // Held for reading by calls that take memory and are long; for writing by who ends them.
  private final ReentrantReadWriteLock longCalls = new ReentrantReadWriteLock();
  private final AtomicBoolean isFlushScheduled = new AtomicBoolean();

  private final ReentrantLock compactionLock = new ReentrantLock();
  private final Condition compactionEnded = compactionLock.newCondition();

  // Guarded by the compaction lock.
  private final Set<Long> busy = new HashSet<>();
  private final Set<Long> damaged = new HashSet<>();
  private int running;
  private long endedCount;
  private boolean paused;

  private volatile boolean ended;

  Maintenance(
      TableStore tables,
      Log log,
      Views views,
      Sequences sequences,
      MemoryBudget budget,
      LsmOptions options,
      LsmThreads threads,
      Throttle throttle,
      LsmFigures figures,
      long flushedPosition) {
    this.tables = tables;
    this.log = log;
    this.views = views;
    this.sequences = sequences;
    this.budget = budget;
    this.options = options;
    this.tableBytes = options.memtableBytes();
    this.threads = threads;
    this.throttle = throttle;
    this.picker = options.picker();
    this.limiter = new RateLimiter(options.compactionBytesPerSecond());
    this.figures = figures;
    this.flushedPosition = flushedPosition;
    this.savedDurablePosition = log.durablePosition();
    this.flushWorkspace = Workspace.take(budget, options.blockBytes(), options.transferBytes(), 0);
  }

  /** Begins with what was left to do when the store was closed. */
  void start() {
    updatePressure();
    afterWrite();
    scheduleCompactions();
  }

  /** Called by writers when they hold no locks. */
  void afterWrite() {
    if (hasWaiting() && !ended) {
      scheduleFlush();
    }
  }

  private void scheduleFlush() {
    if (isFlushScheduled.compareAndSet(false, true)) {
      updatePressure();
      try {
        threads.flush().execute(this::flushInBackground);
      } catch (RejectedExecutionException closing) {
        isFlushScheduled.set(false); // The write is done all the same; the log keeps it.
      }
    }
  }

  private void flushInBackground() {
    boolean failed = false;
    try {
      var _ = flushWaiting();
    } catch (StoreException failure) {
      failed = true;
      LOGGER.warn("a flush failed; it will be tried again", failure);
    } finally {
      isFlushScheduled.set(false);
    }
    if (!failed) {
      afterWrite(); // What came to wait since the last look.
    }
  }

  /** Whether a memtable waits for its flush. */
  boolean hasWaiting() {
    return !views.current().waiting().isEmpty();
  }

  /**
   * Flushes all memtables that wait, oldest first.
   *
   * @return whether there was one
   */
  boolean flushWaiting() {
    flushLock.lock();
    try {
      boolean any = false;
      while (!views.current().waiting().isEmpty() && !log.hasFailed()) {
        flush(views.current().waiting().getLast());
        any = true;
      }
      return any;
    } finally {
      flushLock.unlock();
      scheduleCompactions();
    }
  }

  private void flush(Memtable memtable) {
    List<TableEntry> written = List.of();
    try {
      if (!memtable.isEmpty()) {
        written =
            new FlushJob(memtable, sequences.read(), tables, options.shape(0, tables.storeSeed()))
                .run(flushWorkspace);
      }
      install(Set.of(), written, 0, memtable);
    } catch (MemoryBudgetException | OutOfSpaceException full) {
      throw full; // Nothing is lost: the log has it all, and it is tried again.
    } catch (StoreException failure) {
      throw log.fail(failure);
    }
    figures.addFlush(written);
    updatePressure();
  }

  /**
   * Lets other tables take effect. What was written is deleted again if that fails.
   *
   * @param flushed the memtable whose operations the new tables hold, or null
   */
  private void install(
      Set<Long> removed, List<TableEntry> added, int level, @Nullable Memtable flushed) {
    manifestLock.lock();
    try {
      List<VersionEdit.Added> opened = open(added, level);
      Version version = views.current().version().with(new VersionEdit(removed, opened));
      if (flushed != null) {
        flushedPosition = flushed.endPosition();
      }
      try {
        writeManifest(version);
      } catch (RuntimeException | Error failure) {
        // It may have taken effect or not: from now on only reading is safe.
        if (failure instanceof StoreException storeFailure) {
          throw log.fail(storeFailure);
        }
        throw failure;
      }
      if (flushed == null) {
        views.setVersion(version);
      } else {
        views.endMemtable(flushed, version);
        removeSegments(flushed.endPosition());
      }
    } finally {
      manifestLock.unlock();
    }
  }

  private List<VersionEdit.Added> open(List<TableEntry> entries, int level) {
    List<VersionEdit.Added> opened = new ArrayList<>();
    try {
      for (TableEntry entry : entries) {
        opened.add(new VersionEdit.Added(level, tables.open(entry)));
      }
      return opened;
    } catch (RuntimeException | Error failure) {
      opened.forEach(added -> tables.close(added.table()));
      entries.forEach(entry -> tables.deleteAfter(failure, entry.id()));
      throw failure;
    }
  }

  private void writeManifest(Version version) {
    Manifest manifest = manifest(version);
    manifest.write(tables.files(), tables.storeSeed());
    savedDurablePosition = manifest.durablePosition();
  }

  /**
   * Lets the manifest say how far the log has been forced, so that if its end is missing when the
   * store is opened this is noticed.
   */
  void saveDurablePosition() {
    manifestLock.lock();
    try {
      if (savedDurablePosition != log.durablePosition()) {
        writeManifest(views.current().version());
      }
    } finally {
      manifestLock.unlock();
    }
  }

  private Manifest manifest(Version version) {
    return new Manifest(
        flushedPosition,
        log.durablePosition(),
        log.nextSegmentId(),
        tables.nextId(),
        version.entries());
  }

  private void removeSegments(long position) {
    for (LogSegment segment : log.segments()) {
      if (segment.isSealed() && segment.endPosition() <= position) {
        log.remove(segment);
      }
    }
  }

  private void updatePressure() {
    View view = views.current();
    double waiting = (double) (view.waiting().size() - SLOW_WAITING) / (MAX_WAITING - SLOW_WAITING);
    throttle.setPressure(Math.max(waiting, picker.pressure(view.version().entries())));
  }

  private void scheduleCompactions() {
    for (Compaction compaction; (compaction = takeCompaction()) != null; ) {
      Compaction taken = compaction;
      try {
        threads.compact().execute(() -> compactInBackground(taken));
      } catch (RejectedExecutionException closing) {
        endCompaction(taken);
        return;
      }
    }
  }

  /** The next compaction, whose tables are busy from now on; null if there is none to do now. */
  private @Nullable Compaction takeCompaction() {
    compactionLock.lock();
    try {
      if (ended || log.hasFailed() || paused || running == threads.compactionThreads()) {
        return null;
      }
      Set<Long> unavailable = new HashSet<>(busy);
      unavailable.addAll(damaged);
      Compaction compaction = picker.pick(views.current().version().entries(), unavailable);
      if (compaction != null) {
        begin(compaction);
      }
      return compaction;
    } finally {
      compactionLock.unlock();
    }
  }

  private void begin(Compaction compaction) {
    running++;
    compaction.tables().forEach(table -> busy.add(table.id()));
  }

  private void endCompaction(Compaction compaction) {
    compactionLock.lock();
    try {
      running--;
      endedCount++;
      compaction.tables().forEach(table -> busy.remove(table.id()));
      compactionEnded.signalAll();
    } finally {
      compactionLock.unlock();
    }
  }

  private void compactInBackground(Compaction compaction) {
    boolean done = false;
    try {
      compact(compaction);
      done = true;
    } catch (CancellationException closing) {
      LOGGER.debug("a compaction was given up", closing);
    } catch (CorruptionException damage) {
      LOGGER.error("cannot compact a table; what is sound in it stays", damage);
      setAside(compaction);
    } catch (StoreException failure) {
      LOGGER.warn("a compaction failed; it will be tried again", failure);
    } finally {
      endCompaction(compaction);
    }
    if (done) {
      updatePressure();
      scheduleCompactions();
    }
  }

  private void setAside(Compaction compaction) {
    compactionLock.lock();
    try {
      compaction.tables().forEach(table -> damaged.add(table.id()));
    } finally {
      compactionLock.unlock();
    }
  }

  private void compact(Compaction compaction) {
    Set<Long> removed = new HashSet<>();
    compaction.tables().forEach(table -> removed.add(table.id()));
    switch (compaction.kind()) {
      case DROP -> install(removed, List.of(), 0, null);
      case MOVE -> move(compaction);
      case MERGE -> {
        List<TableEntry> written;
        try {
          written = merge(compaction);
        } catch (MemoryBudgetException | OutOfSpaceException | CorruptionException harmless) {
          throw harmless;
        } catch (StoreException failure) {
          throw log.fail(failure);
        }
        install(removed, written, compaction.outputLevel(), null);
        figures.addCompaction(compaction, written);
      }
    }
  }

  private void move(Compaction compaction) {
    manifestLock.lock();
    try {
      Version version = views.current().version();
      Set<Long> ids = new HashSet<>();
      List<VersionEdit.Added> moved = new ArrayList<>();
      for (Table table : version.tables()) {
        if (compaction.tables().contains(table.entry())) {
          ids.add(table.entry().id());
          moved.add(new VersionEdit.Added(compaction.outputLevel(), table));
        }
      }
      Version next = version.with(new VersionEdit(ids, moved));
      try {
        writeManifest(next);
      } catch (StoreException failure) {
        throw log.fail(failure);
      }
      views.setVersion(next);
      figures.addMove(moved.size());
    } finally {
      manifestLock.unlock();
    }
  }

  private List<TableEntry> merge(Compaction compaction) {
    Version version = views.current().version(); // Its tables stay, because they are busy.
    int level = compaction.outputLevel();
    CompactionJob job =
        new CompactionJob(
            version,
            compaction,
            sequences.read(),
            tables,
            options.shape(level, tables.storeSeed()),
            limiter,
            tableBytes,
            () -> ended);
    List<CompactionJob.Part> parts = job.parts(threads.compactionThreads());
    return new PartedWork<CompactionJob.Part, List<TableEntry>>(parts, part -> runPart(job, part))
            .run(
                threads.compact(),
                (failure, lists) ->
                    lists.forEach(
                        list -> list.forEach(table -> tables.deleteAfter(failure, table.id()))))
            .stream()
            .flatMap(List::stream)
            .toList();
  }

  private List<TableEntry> runPart(CompactionJob job, CompactionJob.Part part) {
    try (Workspace workspace =
        Workspace.take(budget, options.blockBytes(), options.transferBytes(), job.inputCount())) {
      return job.run(part, workspace);
    }
  }

  /** Writes all that a range has anew, so that nothing removed or replaced is left of it. */
  void compact(byte[] from, byte @Nullable [] to) {
    Compaction compaction = null;
    pauseCompactions();
    try {
      List<List<TableEntry>> levels = views.current().version().entries();
      int lowest = picker.lowestLevel(levels);
      if (lowest >= 0) {
        compaction = CompactionPicker.wholeRange(levels, from, to, lowest);
      }
      if (compaction != null) {
        compact(compaction);
      }
    } finally {
      resumeCompactions();
    }
    updatePressure();
    scheduleCompactions();
  }

  /** Waits until no compaction runs, and lets none begin. */
  private void pauseCompactions() {
    compactionLock.lock();
    try {
      while (paused) {
        compactionEnded.awaitUninterruptibly();
      }
      paused = true;
      while (running > 0) {
        compactionEnded.awaitUninterruptibly();
      }
    } finally {
      compactionLock.unlock();
    }
  }

  /**
   * Waits until a compaction has ended.
   *
   * @return false if none is running
   */
  boolean awaitCompaction() {
    compactionLock.lock();
    try {
      long before = endedCount;
      while (running > 0 && endedCount == before) {
        compactionEnded.awaitUninterruptibly();
      }
      return endedCount != before;
    } finally {
      compactionLock.unlock();
    }
  }

  private void resumeCompactions() {
    compactionLock.lock();
    try {
      paused = false;
      compactionEnded.signalAll();
    } finally {
      compactionLock.unlock();
    }
  }

  /**
   * Writes pairs to tables that have no sequence yet.
   *
   * @return the tables, none of which is in a version yet
   */
  List<TableEntry> writeIngested(Iterator<Map.Entry<byte[], byte[]>> pairs) {
    try (Workspace workspace =
        Workspace.take(budget, options.blockBytes(), options.transferBytes(), 0)) {
      return new SortedIngest(pairs)
          .writeTo(
              new TableOutput(
                  tables,
                  options.shape(Version.LEVELS - 1, tables.storeSeed()),
                  limiter,
                  workspace,
                  TableEntry.SEQUENCE_OF_TABLE,
                  RangeTombstones.NONE,
                  null,
                  new OverlapCut(List.of(), tableBytes, Long.MAX_VALUE)));
    }
  }

  /** Lets ingested tables take effect; the writer says at which sequence. */
  void ingest(List<TableEntry> written, LsmWriter writer) {
    pauseCompactions();
    try {
      writer.ingest(sequence ->
          install(
              Set.of(),
              written.stream().map(table -> table.withSequence(sequence)).toList(),
              levelFor(written),
              null));
    } catch (RuntimeException | Error failure) {
      if (!log.hasFailed()) { // Otherwise they may be in the manifest.
        written.forEach(table -> tables.deleteAfter(failure, table.id()));
      }
      throw failure;
    } finally {
      resumeCompactions();
    }
    figures.addIngest(written);
    updatePressure();
    scheduleCompactions();
  }

  /** The lowest level that tables may have so that nothing above it or in it overlaps them. */
  private int levelFor(List<TableEntry> added) {
    if (options.compaction() != CompactionStyle.LEVELED) {
      return 0;
    }
    List<List<TableEntry>> levels = views.current().version().entries();
    int level = 0;
    while (level < Version.LEVELS
        && CompactionPicker.overlapping(levels.get(level), added).isEmpty()) {
      level++;
    }
    return Math.max(0, level - 1);
  }

  /** Runs a call that closing waits for. */
  void runLong(Runnable call) {
    longCalls.readLock().lock();
    try {
      requireNotEnded();
      call.run();
    } finally {
      longCalls.readLock().unlock();
    }
  }

  /** Whether calls should come to their end. */
  void requireNotEnded() {
    if (ended) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /** Runs something while neither the manifest nor the log's segments go. */
  void withTablesFixed(Consumer<Manifest> use) {
    manifestLock.lock();
    try {
      requireNotEnded();
      use.accept(manifest(views.current().version()));
    } finally {
      manifestLock.unlock();
    }
  }

  long flushedPosition() {
    manifestLock.lock();
    try {
      return flushedPosition;
    } finally {
      manifestLock.unlock();
    }
  }

  /** Bytes that compactions have to write before every level is within its size, roughly. */
  long backlogBytes() {
    Compaction next = picker.pick(views.current().version().entries(), Set.of());
    return next == null || next.kind() != Compaction.Kind.MERGE ? 0 : next.bytes();
  }

  int runningCount() {
    compactionLock.lock();
    try {
      return running;
    } finally {
      compactionLock.unlock();
    }
  }

  /** Makes maintenance come to an end, and starts none any more. */
  void end() {
    ended = true;
    longCalls.writeLock().lock();
    try {
      LOGGER.debug("maintenance has ended");
    } finally {
      longCalls.writeLock().unlock();
    }
  }

  /** Gives back the memory that flushes work in. There are none any more. */
  void close() {
    flushWorkspace.close();
  }
}

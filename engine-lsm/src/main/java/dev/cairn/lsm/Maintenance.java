package dev.cairn.lsm;

import dev.cairn.MemoryBudgetException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.internal.event.FlushEvent;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a store besides reads and writes: memtables are flushed, one after another,
 * tables compacted, pairs ingested; and writes are slowed if that falls behind.
 */
final class Maintenance {
  private static final Logger LOGGER = LoggerFactory.getLogger(LsmStore.class);

  /** How many memtables that wait for their flush the budget has room for. */
  static final int MAX_WAITING = 1;

  private final TableStore tables;
  private final Log log;
  private final Views views;
  private final Epochs epochs;
  private final Sequences sequences;
  private final MemoryBudget budget;
  private final LsmOptions options;
  private final LsmThreads threads;
  private final Throttle throttle;
  private final LsmFigures figures;
  private final VersionSet versions;
  private final Compactor compactor;

  private final ReentrantLock flushLock = new ReentrantLock();

  // Used under the flush lock. Taken at opening: a flush frees memory, so it must not lack any.
  private final Workspace flushWorkspace;

  // Guarded by the flush lock.
  private boolean flushesEnded;

  private final AtomicBoolean isFlushScheduled = new AtomicBoolean();
  private final AtomicBoolean isOrderScheduled = new AtomicBoolean();

  // Held for reading by calls that take memory and are long; for writing by who ends them.
  private final ReentrantReadWriteLock longCalls = new ReentrantReadWriteLock();

  private volatile boolean ended;

  Maintenance(
      TableStore tables,
      Log log,
      Views views,
      Epochs epochs,
      Sequences sequences,
      MemoryBudget budget,
      BlockCache cache,
      LsmOptions options,
      LsmThreads threads,
      Throttle throttle,
      LsmFigures figures,
      VersionSet versions) {
    this.tables = tables;
    this.log = log;
    this.views = views;
    this.epochs = epochs;
    this.sequences = sequences;
    this.budget = budget;
    this.options = options;
    this.threads = threads;
    this.throttle = throttle;
    this.figures = figures;
    this.versions = versions;
    this.flushWorkspace = Workspace.take(budget, options.blockBytes(), options.transferBytes(), 0);
    this.compactor =
        new Compactor(
            tables,
            versions,
            views,
            sequences,
            log,
            budget,
            options,
            threads,
            figures,
            this::updatePressure,
            () -> !epochs.reclaim() || cache.shrink());
  }

  Compactor compactor() {
    return compactor;
  }

  /** Begins with what was left to do when the store was closed, but for compactions. */
  void start() {
    updatePressure();
    orderAndFlush();
  }

  private void updatePressure() {
    throttle.setCompactionPressure(compactor.pressure());
  }

  /** Whether a memtable waits for its flush. */
  boolean hasWaiting() {
    return !views.current().waiting().isEmpty();
  }

  /** Called by writers when they hold no locks, also by those who will find no room. */
  void beforeWrite() {
    compactor.begin();
  }

  /** Called by writers when they hold no locks. */
  void afterWrite() {
    orderAndFlush();
  }

  private void orderAndFlush() {
    if (views.current().active().isOrderDue() && isOrderScheduled.compareAndSet(false, true)) {
      inBackground(this::order, isOrderScheduled);
    }
    scheduleFlush();
  }

  private void inBackground(Runnable task, AtomicBoolean isScheduled) {
    try {
      threads.flush().execute(task);
    } catch (RejectedExecutionException closing) {
      isScheduled.set(false); // The write is done all the same; the log keeps it.
    } catch (OutOfMemoryError noThread) {
      isScheduled.set(false); // Likewise.
      LOGGER.warn("no thread for a flush; it begins after the next write", noThread);
    }
  }

  /** So that a cursor that is opened finds little to bring into order, and waits not for long. */
  private void order() {
    isOrderScheduled.set(false);
    Epochs.Pin pin = epochs.pin();
    try {
      Memtable active = views.current().active();
      if (active.isOrderDue()) { // Another may have taken over.
        active.order();
      }
    } finally {
      epochs.unpin(pin);
    }
  }

  private void scheduleFlush() {
    if (hasWaiting()
        && !ended
        && !log.hasFailed() // Nothing is flushed any more.
        && isFlushScheduled.compareAndSet(false, true)) {
      inBackground(this::flushInBackground, isFlushScheduled);
    }
  }

  private void flushInBackground() {
    boolean failed = false;
    try {
      flushWaiting();
    } catch (StoreException failure) {
      failed = true;
      LOGGER.warn("a flush failed; it will be tried again", failure);
    } finally {
      isFlushScheduled.set(false);
    }
    if (!failed) {
      scheduleFlush(); // What came to wait since the last look.
    }
  }

  /** Flushes all memtables that wait, oldest first. */
  void flushWaiting() {
    while (flushOldest(() -> true)) {
      LOGGER.trace("a memtable was flushed");
    }
  }

  /**
   * Flushes the memtable that waits longest, or waits until another thread has done so.
   *
   * @param isNeeded asked when it is this thread's turn: others may have flushed enough by then
   * @return false if there was none or it was not needed, or nothing is flushed any more
   */
  boolean flushOldest(BooleanSupplier isNeeded) {
    flushLock.lock();
    try {
      if (flushesEnded || !hasWaiting() || log.hasFailed() || !isNeeded.getAsBoolean()) {
        return false;
      }
      flush(views.current().waiting().getLast());
      return true;
    } finally {
      flushLock.unlock();
      compactor.schedule();
    }
  }

  private void flush(Memtable memtable) {
    List<TableEntry> written = List.of();
    FlushEvent event = new FlushEvent();
    event.begin();
    try {
      if (!memtable.isEmpty()) {
        written =
            new FlushJob(memtable, sequences.read(), tables, options.shape(0, tables.storeSeed()))
                .run(flushWorkspace);
      }
      versions.addFlushed(memtable, written);
    } catch (MemoryBudgetException full) {
      throw full; // Nothing is lost: the log has it all, and it is tried again.
    } catch (OutOfSpaceException full) {
      log.giveSpaceBack(); // Likewise, and now there is more room for it.
      tables.deleteGone();
      throw full;
    } catch (StoreException failure) {
      throw log.fail(failure);
    }
    event.writtenBytes = LsmFigures.bytes(written);
    event.commit();
    figures.addFlush(written);
    updatePressure();
  }

  /**
   * Writes pairs to tables that have no sequence yet.
   *
   * @param memory finds the memory for it
   * @return the tables, none of which is in a version yet
   */
  List<TableEntry> writeIngested(
      Iterator<? extends Map.Entry<byte[], byte[]>> pairs, MemoryFinder memory) {
    log.requireWritable(); // Tables take long to write, and could not take effect.
    Workspace[] taken = new Workspace[1];
    memory.run(
        () -> taken[0] = Workspace.take(budget, options.blockBytes(), options.transferBytes(), 0));
    try (Workspace workspace = taken[0]) {
      return new SortedIngest(pairs, this::requireNotEnded)
          .writeTo(
              new TableOutput(
                  tables,
                  options.shape(Version.LEVELS - 1, tables.storeSeed()),
                  compactor.limiter(),
                  workspace,
                  TableEntry.SEQUENCE_OF_TABLE,
                  RangeTombstones.NONE,
                  null,
                  new OverlapCut(List.of(), options.memtableBytes(), Long.MAX_VALUE)));
    }
  }

  /** Lets ingested tables take effect; the writer says at which sequence. */
  void ingest(List<TableEntry> written, LsmWriter writer) {
    AtomicBoolean isInstalled = new AtomicBoolean();
    try {
      compactor.whilePaused(() ->
          writer.ingest(sequence -> {
            versions.replace(
                Set.of(),
                written.stream().map(table -> table.withSequence(sequence)).toList(),
                levelFor(written));
            isInstalled.set(true);
          }));
    } catch (RuntimeException | Error failure) {
      // If the log has failed they may be in the manifest; and what comes behind may fail too.
      if (!isInstalled.get() && !log.hasFailed()) {
        written.forEach(table -> tables.deleteAfter(failure, table.id()));
      }
      throw failure;
    }
    figures.addIngest(written);
    updatePressure();
    compactor.schedule();
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

  /**
   * Keeps a thread from waiting for a call in which it is itself.
   *
   * @param what it is about to do, for the message
   * @throws IllegalStateException if a long call has called foreign code on this thread
   */
  void requireNotInLongCall(String what) {
    if (longCalls.getReadHoldCount() > 0) {
      throw new IllegalStateException(what + " inside a long call of the same store");
    }
  }

  /** Whether calls should come to their end. */
  void requireNotEnded() {
    if (ended) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /** Makes maintenance come to an end, and starts none any more. */
  void end() {
    ended = true;
    compactor.end();
    compactor.limiter().end();
    longCalls.writeLock().lock();
    try {
      LOGGER.debug("maintenance has ended");
    } finally {
      longCalls.writeLock().unlock();
    }
  }

  /** Waits for a flush that any thread has begun, and begins none any more. */
  void endFlushes() {
    flushLock.lock();
    try {
      flushesEnded = true;
    } finally {
      flushLock.unlock();
    }
  }

  /** Gives back the memory that flushes work in. There are none any more. */
  void close() {
    flushWorkspace.close();
  }
}

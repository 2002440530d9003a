package dev.cairn.lsm;

import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an open store is made of, and the order in which it comes apart. */
final class LsmParts {
  // Closing flushes what would take long to replay.
  private static final long MAX_REPLAY_BYTES = 4 << 20;

  private final @Nullable Vfs directory;
  private final Vfs files;
  private final @Nullable VfsLock lock;
  private final StoreFile store;
  private final LsmOptions options;
  private final LsmThreads threads;
  private final Epochs epochs;
  private final MemoryBudget budget;
  private final BlockCache cache;
  private final TableStore tables;
  private final Views views;
  private final Sequences sequences;
  private final Log log;
  private final LsmReader reader;
  private final LsmFigures figures = new LsmFigures();
  private final Throttle throttle = new Throttle();
  private final VersionSet versions;
  private final Maintenance maintenance;
  private final LsmWriter writer;

  LsmParts(
      @Nullable Vfs directory,
      Vfs files,
      @Nullable VfsLock lock,
      StoreFile store,
      LsmOptions options,
      LsmThreads threads,
      Epochs epochs,
      MemoryBudget budget,
      BlockCache cache,
      TableStore tables,
      Views views,
      Sequences sequences,
      LogRecords records,
      Log log,
      SegmentMemory segmentMemory,
      long flushedPosition) {
    this.directory = directory;
    this.files = files;
    this.lock = lock;
    this.store = store;
    this.options = options;
    this.threads = threads;
    this.epochs = epochs;
    this.budget = budget;
    this.cache = cache;
    this.tables = tables;
    this.views = views;
    this.sequences = sequences;
    this.log = log;
    this.reader = new LsmReader(epochs, views, sequences, cache, store.seed());
    this.versions = new VersionSet(tables, log, views, flushedPosition);
    this.maintenance =
        new Maintenance(
            tables, log, views, epochs, sequences, budget, cache, options, threads, throttle,
            figures, versions);
    this.writer =
        new LsmWriter(
            log,
            records,
            views,
            sequences,
            reader,
            budget,
            maintenance,
            throttle,
            segmentMemory,
            cache,
            Math.max(options.memtableBytes(), store.segmentBytes()));
  }

  @Nullable Vfs directory() {
    return directory;
  }

  Vfs files() {
    return files;
  }

  StoreFile store() {
    return store;
  }

  LsmOptions options() {
    return options;
  }

  Epochs epochs() {
    return epochs;
  }

  MemoryBudget budget() {
    return budget;
  }

  BlockCache cache() {
    return cache;
  }

  TableStore tables() {
    return tables;
  }

  Views views() {
    return views;
  }

  Sequences sequences() {
    return sequences;
  }

  Log log() {
    return log;
  }

  LsmReader reader() {
    return reader;
  }

  LsmFigures figures() {
    return figures;
  }

  Throttle throttle() {
    return throttle;
  }

  VersionSet versions() {
    return versions;
  }

  Maintenance maintenance() {
    return maintenance;
  }

  LsmWriter writer() {
    return writer;
  }

  private void saveAtClose() {
    if (directory == null) {
      return;
    }
    log.requireWritable();
    log.sync();
    if (log.endPosition() - versions.flushedPosition() > MAX_REPLAY_BYTES) {
      writer.flushAtClose();
      log.sync();
    }
    versions.saveDurablePosition();
  }

  /** Ends everything, in an order in which nothing is used after it ended, whatever fails. */
  void close() {
    List<Runnable> steps = new ArrayList<>();
    steps.add(writer::close);
    steps.add(maintenance::end);
    steps.add(tables::keepFiles);
    steps.add(this::saveAtClose);
    steps.add(maintenance::endFlushes);
    steps.add(threads::close);
    steps.add(maintenance::close);
    steps.add(epochs::close);
    steps.add(() -> closeMemtables(views.current()));
    steps.add(tables::closeAll);
    steps.add(cache::close);
    steps.add(log::close);
    if (lock != null) {
      steps.add(lock::close);
    }
    steps.add(files::close);
    Closing.runAll(steps);
    assert budget.usedBytes() == 0 : "off-heap bytes after close: " + budget.usedBytes();
  }

  private static void closeMemtables(View view) {
    List<Runnable> steps = new ArrayList<>();
    steps.add(view.active()::close);
    view.waiting().forEach(memtable -> steps.add(memtable::close));
    Closing.runAll(steps);
  }
}

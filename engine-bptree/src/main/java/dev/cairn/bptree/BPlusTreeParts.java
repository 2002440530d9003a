package dev.cairn.bptree;

import dev.cairn.StoreStats;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.simd.Kernels;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsLock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What an open store is made of, and the order in which it comes apart. */
final class BPlusTreeParts {
  private final @Nullable Vfs files;
  private final @Nullable VfsLock lock;
  private final Background background;
  private final Epochs epochs;
  private final StoreMemory memory;
  private final Tree tree;
  private final Views views;
  private final PageSpace space;
  private final RedoLog log;
  private final StoreReader reader;
  private final StoreWriter writer;
  private final Maintenance maintenance;
  private @Nullable PageFile pages;

  BPlusTreeParts(
      @Nullable Vfs files,
      @Nullable VfsLock lock,
      StoreFile store,
      BPlusTreeOptions options,
      Background background,
      Epochs epochs,
      StoreMemory memory,
      Tree tree,
      TreeReader treeReader,
      Views views,
      TreeWriter treeWriter,
      RedoLog log) {
    this.files = files;
    this.lock = lock;
    this.background = background;
    this.epochs = epochs;
    this.memory = memory;
    this.tree = tree;
    this.views = views;
    this.space = treeWriter.space();
    this.log = log;
    this.reader = new StoreReader(tree, treeReader, views, epochs);
    this.maintenance =
        new Maintenance(
            files,
            store,
            background.maintain(),
            background.later(),
            options.checkpointBytes(),
            tree,
            treeReader,
            views,
            log,
            memory.staging());
    this.writer = new StoreWriter(treeWriter, views, log, epochs, maintenance::afterWrite);
  }

  /** Called for a store with files, before anyone writes to it. */
  void startCheckpoints(PageFile file, Meta last, View lastView) {
    pages = file;
    Checkpoint checkpoint =
        new Checkpoint(tree, file, space, views, log, writer, memory.staging(), last, lastView);
    maintenance.start(
        checkpoint,
        file,
        new Compaction(checkpoint, writer, space, file, log, views, tree.pool().maxFrames()));
  }

  Tree tree() {
    return tree;
  }

  Views views() {
    return views;
  }

  Epochs epochs() {
    return epochs;
  }

  RedoLog log() {
    return log;
  }

  StoreReader reader() {
    return reader;
  }

  StoreWriter writer() {
    return writer;
  }

  Maintenance maintenance() {
    return maintenance;
  }

  void compact() {
    maintenance.compact();
  }

  StoreStats stats() {
    SequencedMap<String, Long> details = new LinkedHashMap<>();
    details.put("pageBytes", (long) tree.shape().pageBytes());
    details.put("levels", Tree.rootLevel(tree.root()) + 1L);
    details.put("pageCount", (long) space.takenCount());
    details.put("freePageCount", (long) space.end() - space.takenCount());
    details.put("pagesOnlyInViews", (long) space.retiredCount());
    details.put("viewCount", (long) views.heldCount());
    details.put("pagesEvicted", tree.pool().evictedCount());
    details.put("pagesRead", pages == null ? 0 : pages.readPages());
    details.put("pageBytesWritten", pages == null ? 0 : pages.writtenBytes());
    details.put("checkpointCount", maintenance.checkpointCount());
    details.put("isCompactionDue", maintenance.isCompactionDue() ? 1L : 0L);
    return new StoreStats(
        BPlusTreeOpening.ENGINE,
        Kernels.description(),
        log.hasFailed(),
        tree.count(),
        maintenance.diskBytes(),
        memory.usedBytes(),
        memory.limitBytes(),
        memory.pageBytes(),
        log.bytes(),
        0,
        log.stallCount(),
        log.stallNanos(),
        details);
  }

  /** Ends everything, in an order in which nothing is used after it ended, whatever fails. */
  void close() {
    List<Runnable> steps = new ArrayList<>();
    steps.add(
        maintenance::beginEnd); // First: what moves pages must not take closing for a failure.
    steps.add(writer::close);
    steps.add(maintenance::end);
    steps.add(background::close);
    steps.add(maintenance::saveAtClose);
    steps.add(epochs::close);
    steps.add(log::close);
    steps.add(memory::close);
    if (pages != null) {
      steps.add(pages::close);
    }
    if (lock != null) {
      steps.add(lock::close);
    }
    if (files != null) {
      steps.add(files::close);
    }
    Closing.runAll(steps);
    assert memory.usedBytes() == 0 : "off-heap bytes after close: " + memory.usedBytes();
  }
}

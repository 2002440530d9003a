package dev.cairn.hash;

import dev.cairn.StoreStats;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
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
final class HashParts {
  private final @Nullable Vfs files;
  private final @Nullable VfsLock lock;
  private final StoreFile store;
  private final Background background;
  private final Epochs epochs;
  private final MemoryBudget budget;
  private final HashIndex index;
  private final Log log;
  private final Lookup lookup;
  private final DeadRecords dead;
  private final HashWriter writer;
  private final Maintenance maintenance;

  HashParts(
      @Nullable Vfs files,
      @Nullable VfsLock lock,
      StoreFile store,
      Background background,
      Epochs epochs,
      MemoryBudget budget,
      HashIndex index,
      Log log,
      Lookup lookup,
      DeadRecords dead,
      long imagePosition) {
    this.files = files;
    this.lock = lock;
    this.store = store;
    this.background = background;
    this.epochs = epochs;
    this.budget = budget;
    this.index = index;
    this.log = log;
    this.lookup = lookup;
    this.dead = dead;
    Reclaim reclaim = new Reclaim(index, log, lookup, dead, files, store.seed());
    this.maintenance =
        new Maintenance(files, store, background.maintain(), index, log, reclaim, imagePosition);
    this.writer = new HashWriter(index, log, lookup, epochs, dead, maintenance, store.seed());
  }

  long hashSeed() {
    return store.seed();
  }

  Epochs epochs() {
    return epochs;
  }

  HashIndex index() {
    return index;
  }

  Log log() {
    return log;
  }

  Lookup lookup() {
    return lookup;
  }

  HashWriter writer() {
    return writer;
  }

  Maintenance maintenance() {
    return maintenance;
  }

  HashWalk walk() {
    return new HashWalk(index, lookup, epochs);
  }

  StoreStats stats() {
    long logBytes = 0;
    long resident = 0;
    long segments = 0;
    for (LogSegment segment : log.segments()) {
      segments++;
      logBytes += segment.end();
      resident += segment.residence() == null ? 0 : 1;
    }
    SequencedMap<String, Long> details = new LinkedHashMap<>();
    details.put("segmentCount", segments);
    details.put("segmentsInMemory", resident);
    details.put("isWarming", maintenance.isWarming() ? 1L : 0L);
    details.put("tombstoneBytes", dead.tombstoneBytes());
    details.put("reclaimedSegmentCount", maintenance.reclaimedCount());
    details.put("indexImageCount", maintenance.imageCount());
    return new StoreStats(
        HashOpening.ENGINE,
        Kernels.description(),
        log.hasFailed(),
        index.count(),
        files == null ? 0 : maintenance.diskBytes(files),
        budget.usedBytes(),
        budget.limitBytes(),
        index.bytes(),
        logBytes,
        Math.min(dead.deadBytes(), logBytes), // Counted after the log, which may have grown since.
        log.stallCount(),
        log.stallNanos(),
        details);
  }

  /** Ends everything, in an order in which nothing is used after it ended, whatever fails. */
  void close() {
    List<Runnable> steps = new ArrayList<>();
    steps.add(writer::close);
    steps.add(maintenance::end);
    steps.add(background::close);
    steps.add(maintenance::saveAtClose);
    steps.add(epochs::close);
    steps.add(log::close);
    steps.add(index::close);
    if (lock != null) {
      steps.add(lock::close);
    }
    if (files != null) {
      steps.add(files::close);
    }
    Closing.runAll(steps);
    assert budget.usedBytes() == 0 : "off-heap bytes after close: " + budget.usedBytes();
  }
}

package dev.cairn.lsm;

import dev.cairn.OutOfSpaceException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogSegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one version follows another, one change at a time: the new tables have been forced; the
 * manifest that has them takes effect; the new version is published; what it replaces is freed once
 * nobody reads it.
 */
final class VersionSet {
  private final TableStore tables;
  private final Log log;
  private final Views views;

  /** Held by whoever changes the manifest and the version. */
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private long flushedPosition;
  private long savedDurablePosition;

  /**
   * Begins with the version of the present view.
   *
   * @param flushedPosition as the manifest has it
   */
  VersionSet(TableStore tables, Log log, Views views, long flushedPosition) {
    this.tables = tables;
    this.log = log;
    this.views = views;
    this.flushedPosition = flushedPosition;
    this.savedDurablePosition = log.durablePosition();
  }

  /** A memtable's operations are in new tables of level 0. */
  void addFlushed(Memtable memtable, List<TableEntry> written) {
    install(Set.of(), written, 0, memtable);
  }

  /** Some tables are replaced by others; these are deleted if that fails. */
  void replace(Set<Long> removed, List<TableEntry> added, int level) {
    install(removed, added, level, null);
  }

  private void install(
      Set<Long> removed, List<TableEntry> added, int level, @Nullable Memtable flushed) {
    lock.lock();
    try {
      log.requireWritable();
      if (flushed != null && added.isEmpty() && flushed.endPosition() == flushedPosition) {
        views.endMemtable(flushed, views.current().version()); // It was empty.
        return;
      }
      Version version = next(removed, added, level);
      if (flushed == null) {
        takeEffect(version, flushedPosition, () -> views.setVersion(version));
      } else {
        takeEffect(version, flushed.endPosition(), () -> views.endMemtable(flushed, version));
        removeSegments(flushed.endPosition());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The version after some tables have been replaced by others, which it has open. */
  private Version next(Set<Long> removed, List<TableEntry> entries, int level) {
    List<VersionEdit.Added> opened = new ArrayList<>();
    try {
      for (TableEntry entry : entries) {
        opened.add(new VersionEdit.Added(level, tables.open(entry)));
      }
      return views.current().version().with(new VersionEdit(removed, opened));
    } catch (RuntimeException | Error failure) {
      opened.forEach(added -> tables.close(added.table()));
      entries.forEach(entry -> tables.deleteAfter(failure, entry.id()));
      throw failure;
    }
  }

  /** Tables belong to another level from now on, as they are. */
  void move(List<TableEntry> moving, int level) {
    lock.lock();
    try {
      log.requireWritable();
      Version version = views.current().version();
      Set<Long> ids = new HashSet<>();
      List<VersionEdit.Added> moved = new ArrayList<>();
      for (Table table : version.tables()) {
        if (moving.contains(table.entry())) {
          ids.add(table.entry().id());
          moved.add(new VersionEdit.Added(level, table));
        }
      }
      Version next = version.with(new VersionEdit(ids, moved));
      takeEffect(next, flushedPosition, () -> views.setVersion(next));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets a version take effect. If the disk is full, nothing has happened, and the version's new
   * tables are deleted. If anything else fails, it may have taken effect or not: then only reading
   * is safe.
   *
   * <p>After a failure of the log nobody asks for it: of the names that the failed force was to
   * bring to the device, those of new tables may be lost, and another force succeeds all the same.
   * If the log fails meanwhile, what the version replaces stays where it is.
   */
  private void takeEffect(Version version, long newFlushedPosition, Runnable publish) {
    Manifest manifest;
    try {
      manifest = manifest(version, newFlushedPosition);
    } catch (RuntimeException | Error failure) {
      version.release();
      throw failure;
    }
    try {
      manifest.write(tables.files(), tables.storeSeed());
      if (log.hasFailed()) {
        tables.keepFiles();
      }
      publish.run();
    } catch (OutOfSpaceException full) {
      if (hasTakenEffect(manifest)) {
        throw log.fail(full);
      }
      version.release();
      throw full;
    } catch (RuntimeException failure) {
      throw log.fail(failure);
    } catch (Error failure) {
      var _ = log.fail(new IllegalStateException("the manifest may be the new one", failure));
      throw failure;
    }
    flushedPosition = newFlushedPosition;
    savedDurablePosition = manifest.durablePosition();
  }

  private boolean hasTakenEffect(Manifest manifest) {
    try {
      return Manifest.read(tables.files(), tables.storeSeed()).equals(manifest);
    } catch (RuntimeException | Error unknown) {
      return true;
    }
  }

  private Manifest manifest(Version version, long newFlushedPosition) {
    return new Manifest(
        newFlushedPosition,
        log.durablePosition(),
        log.nextSegmentId(),
        tables.nextId(),
        version.entries());
  }

  private void removeSegments(long position) {
    if (log.hasFailed()) {
      return;
    }
    for (LogSegment segment : log.segments()) {
      if (segment.isSealed() && segment.endPosition() <= position) {
        log.remove(segment);
      }
    }
  }

  /**
   * Lets the manifest say how far the log has been forced, so that if its end is missing when the
   * store is opened this is noticed.
   */
  void saveDurablePosition() {
    lock.lock();
    try {
      // After a failure nobody knows whether the manifest has what the view has.
      if (!log.hasFailed() && savedDurablePosition != log.durablePosition()) {
        Manifest manifest = manifest(views.current().version(), flushedPosition);
        manifest.write(tables.files(), tables.storeSeed());
        savedDurablePosition = manifest.durablePosition();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs something while neither the manifest nor the log's segments go. */
  void withTablesFixed(Consumer<Manifest> use) {
    lock.lock();
    try {
      use.accept(manifest(views.current().version(), flushedPosition));
    } finally {
      lock.unlock();
    }
  }

  long flushedPosition() {
    lock.lock();
    try {
      return flushedPosition;
    } finally {
      lock.unlock();
    }
  }
}

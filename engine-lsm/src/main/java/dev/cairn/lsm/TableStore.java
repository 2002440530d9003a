package dev.cairn.lsm;

import dev.cairn.StoreException;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of tables: creates, opens and deletes them, and gives each an id of its own. */
final class TableStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(LsmStore.class);

  private final Vfs files;
  private final BlockCache cache;
  private final long storeSeed;
  private final Executor background;
  private final AtomicLong nextId;
  private final Set<Table> open = ConcurrentHashMap.newKeySet();
  private final Queue<Table> gone = new ConcurrentLinkedQueue<>();
  private volatile boolean keepsFiles;

  TableStore(Vfs files, BlockCache cache, long storeSeed, Executor background, long nextId) {
    this.files = files;
    this.cache = cache;
    this.storeSeed = storeSeed;
    this.background = background;
    this.nextId = new AtomicLong(nextId);
  }

  Vfs files() {
    return files;
  }

  long storeSeed() {
    return storeSeed;
  }

  long nextId() {
    return nextId.get();
  }

  long takeId() {
    return nextId.getAndIncrement();
  }

  VfsFile create(long id) {
    return files.open(TableFormat.fileName(id), OpenMode.CREATE);
  }

  Table open(TableEntry entry) {
    Table table = Table.open(files, cache, storeSeed, entry);
    open.add(table);
    return table;
  }

  /** Frees what a table has, and leaves its file. Nobody reads it any more. */
  void close(Table table) {
    if (open.remove(table)) {
      table.close();
    }
  }

  /** Closes a table that no version has any more, and deletes its file. */
  void discard(Table table) {
    if (keepsFiles) {
      close(table); // The next opening deletes the file.
      return;
    }
    gone.add(table);
    // A file takes milliseconds to delete, and who lets the last version go may be a reader.
    try {
      background.execute(this::deleteGone);
    } catch (RejectedExecutionException | OutOfMemoryError nobody) {
      deleteGone(); // The store is being closed, or there is no thread to be had.
    }
  }

  /** Deletes the tables that wait for it: where room is needed, or a compaction takes long. */
  void deleteGone() {
    for (Table table; (table = gone.poll()) != null; ) {
      delete(table);
    }
  }

  private void delete(Table table) {
    try {
      close(table);
      files.delete(table.file().name());
    } catch (StoreException e) {
      // The manifest no longer has it, so the next opening deletes it.
      LOGGER.warn("cannot delete {}", table.file().name(), e);
    }
  }

  /** Deletes a table that was not completed. */
  void deleteAfter(Throwable failure, long id) {
    try {
      String name = TableFormat.fileName(id);
      if (files.exists(name)) {
        files.delete(name);
      }
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  /**
   * Deletes what a crash left: tables that the manifest does not have. The manifest may have its
   * name in the system's cache alone, if a kill came before that was forced, and the one before it
   * may need them.
   */
  void deleteOthers(Set<Long> ids) {
    List<String> others = new ArrayList<>();
    for (String name : files.list()) {
      if (TableFormat.isTableName(name)) {
        long id = TableFormat.tableId(name);
        nextId.accumulateAndGet(id + 1, Math::max);
        if (!ids.contains(id)) {
          others.add(name);
        }
      }
    }
    if (!others.isEmpty()) {
      files.syncDirectory();
      others.forEach(files::delete);
    }
  }

  /** From now on files are left where they are. */
  void keepFiles() {
    keepsFiles = true;
  }

  /** Closes all tables, also those that only forgotten cursors have. Nobody reads any more. */
  void closeAll() {
    List<Runnable> steps = new ArrayList<>();
    open.forEach(table -> steps.add(() -> close(table)));
    Closing.runAll(steps);
  }
}

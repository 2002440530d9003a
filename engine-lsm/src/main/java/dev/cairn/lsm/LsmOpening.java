package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.internal.log.AddressSpace;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecovery;
import dev.cairn.internal.log.LogSettings;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.log.SegmentStay;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Kernels;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsLock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens an LSM store: lock the directory, open the tables of the manifest, put the operations of
 * the log that no table has into memtables.
 *
 * <p>Whatever goes wrong, what was opened is closed again and no data was changed.
 */
final class LsmOpening {
  static final String ENGINE = "lsm";
  static final int FORMAT_VERSION = 1;

  /** As many as a memtable has, of which a flush makes all useless. */
  private static final int KEPT_FILES = LsmOptions.SEGMENTS_OF_MEMTABLE + 1;

  private static final Logger LOGGER = LoggerFactory.getLogger(LsmStore.class);

  private final @Nullable Vfs directory;
  private final Vfs files;
  private final LsmOptions options;
  private final LsmThreads threads;
  private final Epochs epochs = new Epochs();
  private final MemoryBudget budget;

  // What has to be closed again if a later step fails, the last first.
  private final List<Runnable> undo = new ArrayList<>();

  private LsmOpening(@Nullable Vfs directory, LsmOptions options, LsmThreads threads) {
    this.directory = directory;
    this.files = directory != null ? directory : new MemoryVfs();
    this.options = options;
    this.threads = threads;
    this.budget = new MemoryBudget(options.memoryBudgetBytes());
  }

  /**
   * Opens a store.
   *
   * @param directory its files, or null for one whose log is in memory only and whose tables are on
   *     the heap
   */
  static LsmParts open(@Nullable Vfs directory, LsmOptions options, LsmThreads threads) {
    LsmOpening opening = new LsmOpening(directory, options, threads);
    opening.undo.add(opening.files::close);
    opening.undo.add(opening.epochs::close);
    opening.undo.add(threads::close);
    try {
      return opening.open();
    } catch (Throwable failure) {
      try {
        Closing.runAll(opening.undo.reversed());
      } catch (RuntimeException | Error second) {
        failure.addSuppressed(second);
      }
      if (directory != null && failure instanceof CorruptionException damage) {
        throw directory.located(damage);
      }
      throw failure;
    }
  }

  private LsmParts open() {
    long start = System.nanoTime();
    Compressions.requireProvided(options.compression());
    VfsLock lock = null;
    StoreFile store;
    if (directory == null) {
      store = newStore();
      Manifest.empty().write(files, store.seed());
    } else {
      // Before the lock, whose file would be the first trace in a foreign directory.
      StoreFile.exists(files);
      VfsLock taken = files.lock(StoreFile.LOCK_NAME);
      lock = taken;
      undo.add(taken::close);
      if (StoreFile.exists(files)) {
        StoreFile.secureName(files);
        store = readStore();
      } else {
        store = createStore();
      }
    }
    requireRoomFor(store);
    Manifest manifest = Manifest.read(files, store.seed());
    BlockCache cache =
        new BlockCache(
            budget, epochs, threads.prepare(), options.blockBytes(), options.cacheBytes());
    undo.add(cache::close);
    TableStore tables =
        new TableStore(files, cache, store.seed(), threads.compact(), manifest.nextTableId());
    undo.add(tables::closeAll);
    Version version = openTables(manifest, tables);
    LsmParts parts = openLog(lock, store, manifest, cache, tables, version);
    LOGGER.info(
        "opened {}: {} tables in {} ms, {}",
        directory == null ? "an LSM store in memory" : files.describe(StoreFile.NAME),
        version.tables().size(),
        (System.nanoTime() - start) / 1_000_000,
        Kernels.description());
    parts.maintenance().start();
    return parts;
  }

  private StoreFile newStore() {
    return new StoreFile(ENGINE, FORMAT_VERSION, StoreFile.newSeed(), options.segmentBytes());
  }

  private StoreFile readStore() {
    return StoreFile.read(files, ENGINE, FORMAT_VERSION);
  }

  private StoreFile createStore() {
    StoreFile store = newStore();
    Manifest.empty().write(files, store.seed());
    store.write(files);
    return store;
  }

  private void requireRoomFor(StoreFile store) {
    if (store.segmentBytes() > options.memoryBudgetBytes() / 8) {
      throw new IllegalArgumentException(
          "memoryBudgetBytes "
              + options.memoryBudgetBytes()
              + ": expected at least eight times the store's segmentBytes "
              + store.segmentBytes());
    }
  }

  private Version openTables(Manifest manifest, TableStore tables) {
    Set<Long> ids = new HashSet<>();
    List<List<Table>> byLevel = new ArrayList<>();
    for (List<TableEntry> level : manifest.levels()) {
      byLevel.add(level.stream().map(tables::open).toList());
      level.forEach(entry -> ids.add(entry.id()));
    }
    tables.deleteOthers(ids);
    return Version.of(byLevel, tables::discard);
  }

  private LsmParts openLog(
      @Nullable VfsLock lock,
      StoreFile store,
      Manifest manifest,
      BlockCache cache,
      TableStore tables,
      Version version) {
    SegmentMemory memory =
        new SegmentMemory(budget, epochs, store.segmentBytes(), SegmentStay.UNTIL_REMOVED);
    Replay[] replay = new Replay[1];
    undo.add(() -> {
      if (replay[0] != null) {
        replay[0].memtables().forEach(Memtable::close);
      }
    });
    Log log =
        LogRecovery.open(
            new LogSettings(directory, store.seed(), memory, epochs, threads.prepare(), KEPT_FILES),
            new LogStart(
                List.of(),
                manifest.flushedPosition(),
                manifest.durablePosition(),
                manifest.flushedPosition(),
                manifest.nextSegmentId(),
                Map.of()),
            addresses -> {
              replay[0] = newReplay(addresses, store, manifest);
              return replay[0];
            });
    undo.add(log::close);
    // Blocks of segments that the log has removed are freed by the epochs, before the log closes.
    Replay done = replay[0];
    List<Memtable> newestFirst = done.memtables().reversed();
    Views views =
        new Views(
            epochs,
            new View(
                newestFirst.getFirst(),
                List.copyOf(newestFirst.subList(1, newestFirst.size())),
                version));
    Sequences sequences = new Sequences();
    sequences.setVisible(log.endPosition() / RecordFormat.ALIGNMENT_BYTES);
    return new LsmParts(
        directory,
        files,
        lock,
        store,
        options,
        threads,
        epochs,
        budget,
        cache,
        tables,
        views,
        sequences,
        done.records(),
        log,
        memory,
        manifest.flushedPosition());
  }

  private Replay newReplay(AddressSpace addresses, StoreFile store, Manifest manifest) {
    return new Replay(
        new LogRecords(addresses),
        budget,
        manifest.flushedPosition(),
        Math.max(options.memtableBytes(), store.segmentBytes()),
        store.seed());
  }
}

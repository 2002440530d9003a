package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecovery;
import dev.cairn.internal.log.LogSettings;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.log.SegmentStay;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.simd.Kernels;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.store.FileReplacement;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsLock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a B+ tree store: lock the directory, find the newest meta page, apply the log from there
 * on.
 *
 * <p>Whatever goes wrong, what was opened is closed again and no data was changed.
 */
final class BPlusTreeOpening {
  static final String ENGINE = "bptree";
  static final int FORMAT_VERSION = 1;

  private static final int MIN_KEPT_FILES = 4;
  private static final int MAX_KEPT_FILES = 256;

  private static final Logger LOGGER = LoggerFactory.getLogger(BPlusTreeStore.class);

  private final @Nullable Vfs files;
  private final BPlusTreeOptions options;
  private final Background background;
  private final Epochs epochs = new Epochs();
  // What was opened so far, to be closed in the reverse order if opening fails.
  private final List<Runnable> opened = new ArrayList<>();

  private BPlusTreeOpening(@Nullable Vfs files, BPlusTreeOptions options, Background background) {
    this.files = files;
    this.options = options;
    this.background = background;
  }

  static BPlusTreeParts open(@Nullable Vfs files, BPlusTreeOptions options, Background background) {
    BPlusTreeOpening opening = new BPlusTreeOpening(files, options, background);
    try {
      return opening.open();
    } catch (Throwable failure) {
      opening.undo(failure);
      if (files != null && failure instanceof CorruptionException damage) {
        throw files.located(damage);
      }
      throw failure;
    }
  }

  private void undo(Throwable failure) {
    List<Runnable> steps = new ArrayList<>(List.of(background::close, epochs::close));
    steps.addAll(opened.reversed());
    if (files != null) {
      steps.add(files::close);
    }
    try {
      Closing.runAll(steps);
    } catch (RuntimeException | Error second) {
      failure.addSuppressed(second);
    }
  }

  private BPlusTreeParts open() {
    long start = System.nanoTime();
    Vfs disk = files;
    BPlusTreeParts parts = disk == null ? openInMemory() : openDirectory(disk);
    LOGGER.info(
        "opened {}: {} pairs in {} ms, {}",
        disk == null ? "a B+ tree store in memory" : disk.describe(StoreFile.NAME),
        parts.tree().count(),
        (System.nanoTime() - start) / 1_000_000,
        Kernels.description());
    return parts;
  }

  private BPlusTreeParts openInMemory() {
    PageShape shape = new PageShape(options.pageBytes(), options.maxChildren());
    StoreFile store =
        new StoreFile(ENGINE, FORMAT_VERSION, StoreFile.newSeed(), options.segmentBytes());
    StoreMemory memory = openMemory(shape);
    FramePool pool = memory.pool(null, epochs, background.prepare());
    PageSpace space = new PageSpace(shape, PageFormat.META_PAGES);
    int root = space.allocate();
    Tree tree = new Tree(shape, pool, Tree.root(root, 0), 0);
    Views views = new Views(tree, 1);
    TreeReader reader = new TreeReader(tree);
    TreeWriter writer = new TreeWriter(tree, space, views, reader, memory.scratch());
    writer.createRoot(root);
    RedoLog log = new RedoLog(null, memory.logBudget(), new Epochs());
    return new BPlusTreeParts(
        null, null, store, options, background, epochs, memory, tree, reader, views, writer, log);
  }

  private StoreMemory openMemory(PageShape shape) {
    StoreMemory memory = new StoreMemory(options.memoryBudgetBytes(), shape);
    opened.add(memory::close);
    return memory;
  }

  private BPlusTreeParts openDirectory(Vfs disk) {
    var _ = StoreFile.exists(disk); // Before the lock, whose file would be a first trace.
    VfsLock lock = disk.lock(StoreFile.LOCK_NAME);
    opened.add(lock::close);
    if (StoreFile.exists(disk)) {
      StoreFile.secureName(disk);
    } else {
      create(disk);
    }
    StoreFile store = StoreFile.read(disk, ENGINE, FORMAT_VERSION);
    if (!disk.exists(PageFormat.FILE_NAME)) {
      throw new CorruptionException(PageFormat.FILE_NAME, 0, "pages", "the file", "none");
    }
    PageFileOpening found =
        PageFileOpening.open(disk, store.seed(), options.maxChildren(), opened::add);
    requireEnough(found.shape(), store);
    StoreMemory memory = openMemory(found.shape());
    return openTree(disk, lock, store, found, memory);
  }

  /** The store decided these sizes when it was created; the budget is this opening's. */
  private void requireEnough(PageShape shape, StoreFile store) {
    var _ =
        new BPlusTreeOptions(
            options.memoryBudgetBytes(),
            options.durability(),
            shape.pageBytes(),
            options.maxChildren(),
            options.checkpointBytes(),
            store.segmentBytes());
  }

  private void create(Vfs disk) {
    PageShape shape = new PageShape(options.pageBytes(), options.maxChildren());
    long seed = StoreFile.newSeed();
    create(disk, shape, seed, options.segmentBytes());
  }

  /** Makes an empty store; the file that says so comes last. */
  static void create(Vfs disk, PageShape shape, long seed, int segmentBytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment staging = arena.allocate(4L * shape.pageBytes());
      FileReplacement.replace(
          disk, PageFormat.FILE_NAME, file -> TreeCopy.writeEmpty(shape, file, seed, staging));
    }
    new StoreFile(ENGINE, FORMAT_VERSION, seed, segmentBytes).write(disk);
  }

  private BPlusTreeParts openTree(
      Vfs disk, VfsLock lock, StoreFile store, PageFileOpening found, StoreMemory memory) {
    Meta meta = found.meta();
    PageSpace space =
        new PageSpace(
            found.shape(), PageMap.read(meta, found.shape(), found.file(), memory.staging()));
    FramePool pool = memory.pool(found.file(), epochs, background.prepare());
    Tree tree = new Tree(found.shape(), pool, meta.root(), meta.count());
    Views views = new Views(tree, meta.epoch());
    View lastView = views.open();
    TreeReader reader = new TreeReader(tree);
    TreeWriter writer = new TreeWriter(tree, space, views, reader, memory.scratch());
    Replay replay = new Replay(writer, views);
    // Before the log is replayed: the replay gives pages away that only the older copy leads to,
    // and
    // evicts them to the file, and then the log deletes what only that copy needs.
    found.repair(memory.staging());
    // Nobody reads the log while the store is open: its memory must not wait for a loan to end.
    Epochs logEpochs = new Epochs();
    opened.add(logEpochs::close);
    Log log =
        LogRecovery.open(
            new LogSettings(
                disk,
                store.seed(),
                new SegmentMemory(
                    memory.logBudget(), logEpochs, store.segmentBytes(), SegmentStay.UNTIL_SEALED),
                logEpochs,
                background.prepare(),
                keptFiles(store)),
            new LogStart(
                List.of(),
                meta.chainPosition(),
                meta.replayPosition(),
                meta.replayPosition(),
                meta.nextSegmentId(),
                Map.of()),
            _ -> replay);
    RedoLog redo = new RedoLog(log, memory.logBudget(), logEpochs);
    opened.add(redo::close);
    BPlusTreeParts parts =
        new BPlusTreeParts(
            disk,
            lock,
            store,
            options,
            background,
            epochs,
            memory,
            tree,
            reader,
            views,
            writer,
            redo);
    parts.startCheckpoints(found.file(), meta, lastView);
    return parts;
  }

  /** As many as an early checkpoint makes useless, which the writes until the next need again. */
  private int keptFiles(StoreFile store) {
    long bytes = options.checkpointBytes() / Checkpoint.EARLY_DIVISOR;
    return Math.clamp(bytes / store.segmentBytes() + 1, MIN_KEPT_FILES, MAX_KEPT_FILES);
  }
}

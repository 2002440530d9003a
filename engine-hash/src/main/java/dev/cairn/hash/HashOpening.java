package dev.cairn.hash;

import dev.cairn.CorruptionException;
import dev.cairn.StoreException;
import dev.cairn.StoreIOException;
import dev.cairn.hash.IndexImageReader.SavedSegment;
import dev.cairn.internal.log.AddressSpace;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecovery;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.LogSettings;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Kernels;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsLock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a hash store: lock the directory, load the last index image, apply the log from there on.
 *
 * <p>Whatever goes wrong, what was opened is closed again and no data was changed.
 */
final class HashOpening {
  static final String ENGINE = "hash";
  static final int FORMAT_VERSION = 1;

  private static final long NO_IMAGE = -1;

  /** Enough that reclaim, which frees several at once, feeds the writers until its next turn. */
  private static final int KEPT_FILES = 4;

  // What the index leaves to the log, so that it can go on when no more keys fit: the tail, and the
  // next segment or, while the log is opened, one that is looked at.
  private static final int LOG_SEGMENTS = 2;

  // What it leaves besides from when the store is open: a segment that is looked at while the log
  // is
  // written, and so much at least that opening, where tables grow in another order, has more than
  // the store had that was closed or killed.
  private static final int LENT_SEGMENTS = 1;
  private static final int LENT_DIVISOR = 64;

  private static final Logger LOGGER = LoggerFactory.getLogger(HashStore.class);

  private final @Nullable Vfs files;
  private final HashOptions options;
  private final Background background;
  private final Epochs epochs = new Epochs();
  private final MemoryBudget budget;
  // What was opened so far, to be closed in the reverse order if opening fails.
  private final List<Runnable> opened = new ArrayList<>();
  private @Nullable VfsLock lock;
  private boolean isImageDamaged;

  private HashOpening(@Nullable Vfs files, HashOptions options, Background background) {
    this.files = files;
    this.options = options;
    this.background = background;
    this.budget = new MemoryBudget(options.memoryBudgetBytes());
  }

  static HashParts open(@Nullable Vfs files, HashOptions options, Background background) {
    HashOpening opening = new HashOpening(files, options, background);
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

  private HashParts open() {
    long start = System.nanoTime();
    Vfs disk = files;
    StoreFile store = disk == null ? newStore() : openDirectory(disk);
    if (store.segmentBytes() > options.memoryBudgetBytes() / 4) {
      throw new IllegalArgumentException(
          "memoryBudgetBytes "
              + options.memoryBudgetBytes()
              + ": expected at least four times the store's segmentBytes "
              + store.segmentBytes());
    }
    SegmentMemory memory = new SegmentMemory(budget, epochs, store.segmentBytes());
    HashParts parts =
        openLog(store, memory, disk == null ? SegmentList.EMPTY : SegmentList.read(disk));
    if (disk != null && isImageDamaged) {
      deleteImage(disk);
    }
    LOGGER.info(
        "opened {}: {} pairs in {} ms, {}",
        disk == null ? "a hash store in memory" : disk.describe(StoreFile.NAME),
        parts.index().count(),
        (System.nanoTime() - start) / 1_000_000,
        Kernels.description());
    parts.maintenance().start();
    return parts;
  }

  /**
   * The log was read instead of the image, which would only be met again: by {@code verify}, and by
   * the next opening if there is no close before it.
   */
  private static void deleteImage(Vfs disk) {
    try {
      disk.delete(IndexImageFormat.FILE_NAME);
    } catch (StoreException failure) {
      LOGGER.warn("cannot delete the damaged index image", failure);
    }
  }

  private StoreFile newStore() {
    return new StoreFile(ENGINE, FORMAT_VERSION, StoreFile.newSeed(), options.segmentBytes());
  }

  private StoreFile openDirectory(Vfs disk) {
    StoreFile.exists(
        disk); // Before the lock, whose file would be the first trace in a foreign directory.
    VfsLock taken = disk.lock(StoreFile.LOCK_NAME);
    opened.add(taken::close);
    lock = taken;
    if (StoreFile.exists(disk)) {
      StoreFile.secureName(disk);
      return StoreFile.read(disk, ENGINE, FORMAT_VERSION);
    }
    StoreFile store = newStore();
    SegmentList.EMPTY.write(disk);
    store.write(disk);
    return store;
  }

  private HashParts openLog(StoreFile store, SegmentMemory memory, SegmentList list) {
    LogStart start =
        new LogStart(
            list.sealed(),
            list.chainPosition(),
            list.durablePosition(),
            0,
            list.nextSegmentId(),
            Map.of());
    Map<Long, SavedSegment> saved = Map.of();
    HashIndex index;
    try (IndexImageReader image = openImage(store)) {
      index = newIndex(image == null ? options.initialCapacity() : 0, memory);
      if (image != null) {
        try {
          saved = liveSegments(image, list);
          image.load(index, liveAddresses(saved.values(), image, store)::get);
          start = startAfter(image, list, saved);
        } catch (CorruptionException | StoreIOException damage) {
          goOnWithoutImage(damage);
          opened.removeLast().run(); // The index, of which a part was loaded.
          index = newIndex(options.initialCapacity(), memory);
          saved = Map.of();
        }
      }
    }
    return openLog(store, memory, index, start, saved);
  }

  private HashIndex newIndex(long initialCapacity, SegmentMemory memory) {
    HashIndex index =
        new HashIndex(
            options,
            initialCapacity,
            budget,
            LOG_SEGMENTS * (long) memory.segmentBytes(),
            epochs,
            background.maintain(),
            memory::shrink);
    opened.add(index::close);
    return index;
  }

  private HashParts openLog(
      StoreFile store,
      SegmentMemory memory,
      HashIndex index,
      LogStart start,
      Map<Long, SavedSegment> saved) {
    Replay[] replay = new Replay[1];
    Log log =
        LogRecovery.open(
            new LogSettings(files, store.seed(), memory, epochs, background.prepare(), KEPT_FILES),
            start,
            addresses -> {
              replay[0] = newReplay(index, addresses, store.seed());
              return replay[0];
            });
    opened.add(log::close);
    index.leaveToLog(
        Math.max((long) LENT_SEGMENTS * store.segmentBytes(), budget.limitBytes() / LENT_DIVISOR));
    DeadRecords dead = replay[0].dead();
    for (LogSegment segment : log.segments()) {
      SavedSegment before = saved.get(segment.id());
      if (before != null) {
        dead.restore(segment, before.deadBytes(), before.tombstoneBytes());
      }
    }
    return new HashParts(
        files,
        lock,
        store,
        background,
        epochs,
        budget,
        index,
        log,
        replay[0].lookup(),
        dead,
        saved.isEmpty() ? NO_IMAGE : start.replayPosition());
  }

  private Replay newReplay(HashIndex index, AddressSpace addresses, long hashSeed) {
    Lookup lookup = new Lookup(index, addresses, epochs);
    return new Replay(index, lookup, new DeadRecords(addresses), hashSeed);
  }

  private @Nullable IndexImageReader openImage(StoreFile store) {
    if (files == null) {
      return null;
    }
    try {
      return IndexImageReader.open(files, store.seed());
    } catch (CorruptionException | StoreIOException damage) {
      goOnWithoutImage(damage);
      return null;
    }
  }

  private void goOnWithoutImage(StoreException damage) {
    LOGGER.warn("the index image is damaged; reading the whole log instead", damage);
    isImageDamaged = true;
  }

  /** The image's segments that reclaim has not removed since, by their ids. */
  private static Map<Long, SavedSegment> liveSegments(IndexImageReader image, SegmentList list) {
    Set<Long> listed = new HashSet<>();
    list.sealed().forEach(known -> listed.add(known.id()));
    Map<Long, SavedSegment> live = new HashMap<>();
    for (SavedSegment segment : image.segments()) {
      if (listed.contains(segment.id()) || segment.basePosition() >= list.chainPosition()) {
        live.put(segment.id(), segment);
      }
    }
    return live;
  }

  private static LogStart startAfter(
      IndexImageReader image, SegmentList list, Map<Long, SavedSegment> saved) {
    Map<Long, Integer> numbers = new HashMap<>();
    saved.forEach((id, segment) -> numbers.put(id, segment.number()));
    return new LogStart(
        list.sealed(),
        list.chainPosition(),
        Math.max(list.durablePosition(), image.durablePosition()),
        image.replayPosition(),
        list.nextSegmentId(),
        numbers);
  }

  /** Which numbers of the address space, as the image knows it, belong to live segments. */
  private static Numbers liveAddresses(
      Iterable<SavedSegment> live, IndexImageReader image, StoreFile store) {
    List<SavedSegment> all =
        image.segments().stream().sorted(Comparator.comparingInt(SavedSegment::number)).toList();
    BitSet numbers = new BitSet();
    Set<Long> liveIds = new HashSet<>();
    live.forEach(segment -> liveIds.add(segment.id()));
    for (int i = 0; i + 1 < all.size(); i++) {
      numbers.set(all.get(i).number(), all.get(i + 1).number(), liveIds.contains(all.get(i).id()));
    }
    return new Numbers(
        numbers,
        all.isEmpty() ? Integer.MAX_VALUE : all.getLast().number(),
        !all.isEmpty() && liveIds.contains(all.getLast().id()),
        Integer.numberOfTrailingZeros(store.segmentBytes() / RecordFormat.ALIGNMENT_BYTES));
  }

  // A segment for the largest batch has this many units at most, if a unit is the smallest.
  static final int LARGEST_UNITS = 1 << 19;

  /** The last segment has all numbers that it could have. */
  private record Numbers(BitSet live, int last, boolean isLastLive, int unitShift) {
    boolean get(long address) {
      long number = address >>> unitShift;
      return number < last ? live.get((int) number) : isLastLive && number - last < LARGEST_UNITS;
    }
  }
}

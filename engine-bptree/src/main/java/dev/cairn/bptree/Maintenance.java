package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.StoreException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.event.CheckpointEvent;
import dev.cairn.internal.progress.Headway;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a store besides reads and writes: checkpoints, copies, verification. One at a
 * time, because they use the same memory and rely on the last checkpoint staying the last.
 */
final class Maintenance {
  private static final Logger LOGGER = LoggerFactory.getLogger(BPlusTreeStore.class);

  private final @Nullable Vfs files;
  private final StoreFile store;
  private final Executor background;
  private final Executor later;
  private final long checkpointBytes;
  private final Tree tree;
  private final TreeReader reader;
  private final Views views;
  private final RedoLog log;
  private final MemorySegment staging;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean isScheduled = new AtomicBoolean();
  private final AtomicBoolean isQuietAwaited = new AtomicBoolean();
  private final AtomicLong checkpointCount = new AtomicLong();
  private volatile int seenRolls;
  private volatile boolean ended;

  // Set once, before anyone writes.
  private @Nullable Checkpoint checkpoint;
  private @Nullable PageFile pages;
  private @Nullable Compaction compaction;

  Maintenance(
      @Nullable Vfs files,
      StoreFile store,
      Executor background,
      Executor later,
      long checkpointBytes,
      Tree tree,
      TreeReader reader,
      Views views,
      RedoLog log,
      MemorySegment staging) {
    this.files = files;
    this.store = store;
    this.background = background;
    this.later = later;
    this.checkpointBytes = checkpointBytes;
    this.tree = tree;
    this.reader = reader;
    this.views = views;
    this.log = log;
    this.staging = staging;
  }

  /** Begins to make checkpoints. */
  void start(Checkpoint first, PageFile file, Compaction compaction) {
    checkpoint = first;
    pages = file;
    this.compaction = compaction;
    if (first.isDue(checkpointBytes)) {
      schedule(); // What was replayed need not be replayed again.
    }
  }

  /**
   * Called by writers when they hold no lock. A look at one number, unless a segment was filled, or
   * the disk: a checkpoint lets go files of the log.
   */
  void afterWrite() {
    int rolls = log.rollCount();
    if (rolls != seenRolls) {
      seenRolls = rolls;
      if (checkpoint != null && (checkpoint.isDue(checkpointBytes) || log.isSpaceShort())) {
        schedule();
      }
    }
  }

  private void schedule() {
    if (!ended && isScheduled.compareAndSet(false, true)) {
      try {
        background.execute(this::run);
      } catch (RejectedExecutionException closing) {
        // The write is done all the same, and closing makes a checkpoint too.
      } catch (OutOfMemoryError noThread) {
        isScheduled.set(false);
        LOGGER.warn("no thread for a checkpoint; it begins after a later write", noThread);
      }
    }
  }

  private void run() {
    lock.lock();
    try {
      if (!ended && !log.hasFailed()) {
        makeCheckpoint();
        awaitQuiet();
      }
    } catch (StoreException failure) {
      LOGGER.warn("a checkpoint failed", failure);
      seenRolls = log.rollCount(); // Otherwise a full disk would bring on the next at once.
    } finally {
      lock.unlock();
      isScheduled.set(false);
    }
  }

  /** Has the file compacted when nobody writes, if it is worth while. */
  private void awaitQuiet() {
    if (compaction != null
        && compaction.isWorthwhile()
        && isQuietAwaited.compareAndSet(false, true)) {
      compactWhenQuiet(compaction);
    }
  }

  private void compactWhenQuiet(Compaction due) {
    long position = log.endPosition();
    try {
      later.execute(() -> compactIfQuiet(due, position));
    } catch (OutOfMemoryError noThread) {
      isQuietAwaited.set(false);
      LOGGER.warn("no thread for a compaction; a later checkpoint asks for it again", noThread);
    }
  }

  private void compactIfQuiet(Compaction due, long position) {
    boolean isStillDue = false;
    try {
      isStillDue = !ended && (log.endPosition() != position || !compactUndisturbed(due, position));
    } finally {
      isQuietAwaited.set(isStillDue);
    }
    if (isStillDue) {
      compactWhenQuiet(due);
    }
  }

  /**
   * Compacts until somebody writes, or wants what only one can do at a time.
   *
   * @return whether there is nothing left to do
   */
  private boolean compactUndisturbed(Compaction due, long position) {
    lock.lock();
    try {
      return ended
          || log.hasFailed()
          || !due.isWorthwhile()
          || due.run(() -> ended || lock.hasQueuedThreads() || log.endPosition() != position);
    } catch (StoreException failure) {
      LOGGER.warn("a compaction failed", failure);
      return true;
    } catch (IllegalStateException closing) {
      if (!ended) {
        throw closing;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void makeCheckpoint() {
    if (checkpoint != null) {
      CheckpointEvent event = new CheckpointEvent();
      event.begin();
      checkpoint.run();
      event.engine = BPlusTreeOpening.ENGINE;
      event.logPosition = checkpoint.meta().replayPosition();
      event.commit();
      checkpointCount.incrementAndGet();
    }
  }

  /** Makes a checkpoint now, on this thread. */
  void checkpointNow() {
    lock.lock();
    try {
      requireNotEnded();
      makeCheckpoint();
    } finally {
      lock.unlock();
    }
  }

  /** Fills a store without pairs, and makes a checkpoint of it. */
  void load(StoreWriter writer, Iterator<? extends Map.Entry<byte[], byte[]>> pairs) {
    lock.lock(); // Before the writer's, as everywhere.
    try {
      requireNotEnded();
      writer.load(pairs, this::makeCheckpoint);
    } finally {
      lock.unlock();
    }
  }

  /** Gives space back to the file system. */
  void compact() {
    lock.lock();
    try {
      requireNotEnded();
      if (compaction != null) {
        compaction.run(() -> false);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts no maintenance any more, and lets what nobody has asked for end soon. */
  void beginEnd() {
    ended = true;
  }

  /** Waits for what somebody has asked for. */
  void end() {
    lock.lock(); // Whoever verifies or copies the store is waited for.
    try {
      LOGGER.debug("maintenance has ended");
    } finally {
      lock.unlock();
    }
  }

  /** Brings everything to the device. Nobody writes any more. */
  void saveAtClose() {
    if (checkpoint == null) {
      return;
    }
    log.requireWritable();
    lock.lock();
    try {
      log.sync(); // Those who force their writes now need the log no more.
      makeCheckpoint();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Builds a copy of the store as it is now in a directory that is empty. The copy has its pages
   * full and without gaps, and a seed of its own.
   */
  void copyTo(Vfs target) {
    lock.lock();
    try {
      requireNotEnded();
      View view = views.open();
      try {
        log.requireWholeTree(); // Not before: a write that was being applied may have failed.
        copy(view, target);
      } finally {
        views.end(view);
      }
    } catch (CorruptionException damage) {
      throw files == null ? damage : files.located(damage);
    } finally {
      lock.unlock();
    }
  }

  private void copy(View view, Vfs target) {
    StoreFile identity =
        new StoreFile(
            BPlusTreeOpening.ENGINE,
            BPlusTreeOpening.FORMAT_VERSION,
            StoreFile.newSeed(),
            store.segmentBytes());
    try (VfsFile file = target.open(PageFormat.FILE_NAME, OpenMode.CREATE)) {
      TreeCopy.write(tree, reader, view, file, identity.seed(), staging);
    }
    target.syncDirectory();
    identity.write(target);
  }

  /**
   * Reads all files and checks them, and that the tree is sound, at the last checkpoint and now.
   */
  void verify() {
    lock.lock();
    try {
      requireNotEnded();
      if (files != null && checkpoint != null && pages != null) {
        verifyFiles(files, checkpoint, pages);
      }
      View view = views.open();
      try {
        var _ = new TreeCheck(tree, reader, view).run();
      } finally {
        views.end(view);
      }
    } catch (CorruptionException damage) {
      throw files == null ? damage : files.located(damage);
    } finally {
      lock.unlock();
    }
  }

  private void verifyFiles(Vfs disk, Checkpoint last, PageFile file) {
    var _ = StoreFile.read(disk, BPlusTreeOpening.ENGINE, BPlusTreeOpening.FORMAT_VERSION);
    log.verify();
    Meta meta = last.meta();
    Meta.Copies copies = file.readMeta(meta.storeSeed());
    StoreIOException unreadable = copies.unreadable();
    if (unreadable != null) {
      throw unreadable;
    }
    // Unless writing one has failed, which the log has been told of.
    if (!log.hasFailed() && !(copies.areEqual() && copies.newest().equals(meta))) {
      throw new CorruptionException(
          PageFormat.FILE_NAME, 0, "meta page", "two copies of " + meta, "others");
    }
    BitSet mapped = BitSet.valueOf(PageMap.read(meta, tree.shape(), file, staging));
    mapped.clear(0, PageFormat.META_PAGES);
    for (int id = mapped.nextSetBit(0); id >= 0; id = mapped.nextSetBit(id + 1)) {
      file.read(id, staging, 0);
      Headway.made(tree.shape().pageBytes() / TreeCheck.PASSES);
    }
    mapped.clear(meta.mapPage(), meta.mapPage() + meta.mapPages());
    BitSet reached = new TreeCheck(tree, reader, last.view()).run();
    if (!mapped.equals(reached)) {
      reached.xor(mapped);
      throw new CorruptionException(
          PageFormat.FILE_NAME,
          (long) reached.nextSetBit(0) * tree.shape().pageBytes(),
          "map of pages",
          "exactly the pages that the tree leads to",
          "another page " + reached.nextSetBit(0));
    }
  }

  /** What is open may be closed at any moment otherwise, and with it the memory that is used. */
  private void requireNotEnded() {
    if (ended) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /** Whether the file will be compacted when nobody writes, or is being so. */
  boolean isCompactionDue() {
    return isQuietAwaited.get();
  }

  long checkpointCount() {
    return checkpointCount.get();
  }

  /** Bytes of the store's files; waits for nobody. */
  long diskBytes() {
    long bytes = 0;
    if (files != null) {
      for (String name : files.list()) {
        bytes += sizeOrZero(files, name);
      }
    }
    return bytes;
  }

  private static long sizeOrZero(Vfs disk, String name) {
    try {
      return disk.size(name);
    } catch (StoreException lockedOrDeletedSinceListed) {
      return 0;
    }
  }
}

package dev.cairn.hash;

import dev.cairn.CorruptionException;
import dev.cairn.MemoryBudgetException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.internal.event.CheckpointEvent;
import dev.cairn.internal.event.ReclaimEvent;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a store besides reads and writes: reclaim, index images, bringing records back
 * into memory after opening, checkpoints, verification. One at a time, because all of them rely on
 * the segments staying what they are.
 */
final class Maintenance {
  private static final Logger LOGGER = LoggerFactory.getLogger(HashStore.class);

  // A crash costs at most the replay of so many segments, or of half of the log if that is more.
  private static final int MIN_IMAGE_INTERVAL_SEGMENTS = 16;

  // The next segment, the one after it, and what reclaim moves.
  private static final int SHORT_SEGMENTS = 4;

  private final @Nullable Vfs files;
  private final StoreFile store;
  private final Executor background;
  private final HashIndex index;
  private final Log log;
  private final Reclaim reclaim;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean isScheduled = new AtomicBoolean();
  private final AtomicLong reclaimedCount = new AtomicLong();
  private final AtomicLong imageCount = new AtomicLong();
  private volatile int seenRolls;
  private volatile int relievedRolls;
  private volatile boolean ended;

  // Guarded by the lock.
  private final Set<LogSegment> damaged = new HashSet<>();
  private long imagePosition;

  private volatile boolean isWarming;

  Maintenance(
      @Nullable Vfs files,
      StoreFile store,
      Executor background,
      HashIndex index,
      Log log,
      Reclaim reclaim,
      long imagePosition) {
    this.files = files;
    this.store = store;
    this.background = background;
    this.index = index;
    this.log = log;
    this.reclaim = reclaim;
    this.imagePosition = imagePosition;
  }

  /** Brings records back into memory, newest first, until the budget is used up. */
  void start() {
    isWarming = true;
    background.execute(this::warm);
  }

  private void warm() {
    try {
      bringBack();
    } finally {
      isWarming = false;
    }
  }

  private void bringBack() {
    for (LogSegment segment : log.segments().reversed()) {
      lock.lock();
      try {
        if (ended || (segment.isSealed() && !log.warm(segment))) {
          return;
        }
      } catch (StoreException damage) {
        LOGGER.warn("cannot bring a segment into memory", damage);
      } finally {
        lock.unlock();
      }
    }
  }

  boolean isWarming() {
    return isWarming;
  }

  /** A look at one number, unless a segment was filled. */
  private void wake(int rolls) {
    if (rolls != seenRolls && !ended && isScheduled.compareAndSet(false, true)) {
      seenRolls = rolls;
      try {
        background.execute(this::run);
      } catch (RejectedExecutionException closing) {
        // Closing does what is left to do.
      } catch (OutOfMemoryError noThread) {
        isScheduled.set(false);
        LOGGER.warn("no thread for background work; it begins after a later write", noThread);
      }
    }
  }

  /**
   * Called by writers when they hold no locks yet; wakes the thread that maintains after a segment
   * was filled. A store that lives in memory alone has no disk to move old records to: when memory
   * is short, the writer reclaims, or waits for who does.
   */
  void beforeWrite() {
    int rolls = log.rollCount();
    wake(rolls);
    if (files == null
        && rolls != relievedRolls
        && log.unusedMemoryBytes() < (long) SHORT_SEGMENTS * store.segmentBytes()) {
      lock.lock();
      try {
        if (rolls != relievedRolls) {
          relievedRolls = rolls;
          reclaim(ReclaimPicker.URGENT_STOP_FRACTION);
        }
      } catch (MemoryBudgetException full) {
        LOGGER.debug("nothing more to reclaim; the write may find room all the same", full);
      } finally {
        lock.unlock();
      }
    }
  }

  private void run() {
    lock.lock();
    try {
      if (ReclaimPicker.isWorthwhile(reclaim.segments())) {
        reclaim(ReclaimPicker.STOP_FRACTION);
      }
      if (!ended && files != null && isImageDue()) {
        saveIndex(files);
      }
    } catch (StoreException failure) {
      if (failure instanceof OutOfSpaceException) {
        log.giveSpaceBack();
      }
      LOGGER.warn("background work failed; it will be tried again", failure);
    } finally {
      lock.unlock();
      isScheduled.set(false);
    }
  }

  /** Moves each segment that is there at the beginning once at most, and frees it. */
  private void reclaim(double deadFraction) {
    Set<LogSegment> candidates = new HashSet<>(reclaim.segments());
    candidates.removeIf(segment -> !segment.isSealed() || damaged.contains(segment));
    while (!ended) {
      reclaimedCount.addAndGet(reclaim.freeMoved());
      LogSegment segment = ReclaimPicker.pick(reclaim.segments(), candidates, deadFraction);
      if (segment == null) {
        break;
      }
      candidates.remove(segment);
      try {
        ReclaimEvent event = new ReclaimEvent();
        event.begin();
        reclaim.move(segment);
        event.logPosition = segment.basePosition();
        event.segmentBytes = segment.end();
        event.commit();
      } catch (CorruptionException damage) {
        LOGGER.error("cannot reclaim a segment; what is sound in it stays", damage);
        damaged.add(segment);
      } catch (MemoryBudgetException full) {
        if (files == null) {
          freeMovedOrThrow(full);
        } else {
          LOGGER.warn("cannot reclaim a segment now; others may need less memory", full);
        }
      } catch (OutOfSpaceException full) {
        freeMovedOrThrow(full);
      }
    }
    reclaimedCount.addAndGet(reclaim.freeAllMoved());
  }

  /** What was moved before may be the room that a segment needs. */
  private void freeMovedOrThrow(StoreException full) {
    int freed = reclaim.freeAllMoved();
    reclaimedCount.addAndGet(freed);
    if (freed == 0) {
      throw full;
    }
  }

  private boolean isImageDue() {
    long end = log.endPosition();
    List<LogSegment> segments = log.segments();
    long logBytes = end - segments.getFirst().basePosition();
    long least = (long) MIN_IMAGE_INTERVAL_SEGMENTS * store.segmentBytes();
    return end - imagePosition > Math.max(least, logBytes / 2);
  }

  private void saveIndex(Vfs disk) {
    CheckpointEvent event = new CheckpointEvent();
    event.begin();
    Reclaim.changeNames(
        log,
        () -> {
          imagePosition = IndexImageWriter.replace(disk, index, log, store.seed());
          // With the sealed segments listed, opening reads none of them.
          SegmentList.of(log, log.durablePosition()).write(disk);
        });
    imageCount.incrementAndGet();
    event.engine = HashOpening.ENGINE;
    event.logPosition = imagePosition;
    event.commit();
  }

  /** Makes maintenance come to an end, and starts none any more. */
  void end() {
    ended = true;
    lock.lock(); // Whoever verifies or copies the store is waited for.
    try {
      LOGGER.debug("maintenance has ended");
    } finally {
      lock.unlock();
    }
  }

  /** Saves the index if it has changed since it was saved. Nobody writes any more. */
  void saveAtClose() {
    if (files == null) {
      return;
    }
    log.requireWritable();
    lock.lock();
    try {
      log.sync();
      reclaimedCount.addAndGet(reclaim.freeAllMoved());
      if (log.endPosition() != imagePosition) {
        saveIndex(files);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Copies the store as it is now into a directory that is empty. */
  void checkpoint(Vfs target) {
    lock.lock();
    try {
      requireNotEnded();
      long position = log.sync();
      log.copyTo(target, position);
      SegmentList.of(log, position).write(target);
      store.write(target);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads all of the log and checks that the index leads to what is live in it, and to nothing
   * else.
   */
  void verify() {
    lock.lock();
    try {
      requireNotEnded();
      if (files != null) {
        verifyFiles(files);
      }
      long end = log.endPosition();
      IndexCheck check = new IndexCheck(index, store.seed());
      log.visitAll(check);
      long indexed = index.count();
      if (log.endPosition() != end) {
        return; // Only a store that nobody writes to meanwhile stands still enough to be counted.
      }
      if (check.liveCount() != indexed) {
        throw damagedIndex(
            "each of its " + indexed + " slots to lead to a record",
            check.liveCount() + " that do");
      }
      if (check.missingCount() > 0) {
        throw damagedIndex(
            "a slot for each key that was put and not deleted",
            check.missingCount() + " keys without one");
      }
    } catch (CorruptionException damage) {
      throw files == null ? damage : files.located(damage);
    } finally {
      lock.unlock();
    }
  }

  private static CorruptionException damagedIndex(String expected, String found) {
    return new CorruptionException(IndexImageFormat.FILE_NAME, 0, "index", expected, found);
  }

  /**
   * What is still open may be closed at any moment otherwise, and with it the memory taken here.
   */
  private void requireNotEnded() {
    if (ended) {
      throw new IllegalStateException("the store is closed");
    }
  }

  private void verifyFiles(Vfs disk) {
    var _ = StoreFile.read(disk, HashOpening.ENGINE, HashOpening.FORMAT_VERSION);
    var _ = SegmentList.read(disk);
    try (IndexImageReader image = IndexImageReader.open(disk, store.seed())) {
      if (image != null) {
        image.verify();
      }
    }
  }

  long reclaimedCount() {
    return reclaimedCount.get();
  }

  long imageCount() {
    return imageCount.get();
  }

  /** Bytes of the store's files; waits for nobody. */
  long diskBytes(Vfs disk) {
    long bytes = 0;
    for (String name : disk.list()) {
      bytes += sizeOrZero(disk, name);
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

package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.MemoryBudgetException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages in memory: reads those that are wanted, and lets go those that have not been used for
 * longest, as a clock with one hand tells (Corbató, "A paging experiment with the Multics system",
 * 1968). A page that is newer than its copy in the file is written before it goes; that may happen
 * at any time, because no meta page on the device leads to a page that was born since. Before all
 * others go those that were copied for a view: a checkpoint wants them once, to write them.
 *
 * <p>The lock guards which page is in which frame. It is held while a dirty page is written, so
 * that two pages that have the same id one after the other reach the file in that order.
 */
final class FramePool implements AutoCloseable {
  /** Frames with dirty pages that the hand passes before it has one written. */
  private static final int DIRTY_PATIENCE = 32;

  /** Frames that are looked at for a retired page: while many are there, one is soon found. */
  private static final int RETIRED_STEPS = 64;

  private final Frames frames;
  private final @Nullable PageFile file;
  private final MemoryBudget budget;
  private final Epochs epochs;
  private final Executor background;
  private final int chunkPages;
  private final int maxFrames;
  private final long chunkBytes;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final List<Block> chunks = new ArrayList<>();
  private final List<Integer> detached = new ArrayList<>();
  private int[] free = new int[16];
  private int freeCount;
  private int frameCount;
  private int reserved;
  private int hand;
  private int retiredCount;
  private int retiredHand;
  private long evictedCount;
  private @Nullable Block nextChunk;
  private boolean isChunkComing;
  private boolean closed;

  // Of the frames that are reserved, those that the writer has not used yet. The writer's own.
  private int unusedReserve;

  FramePool(
      Frames frames,
      @Nullable PageFile file,
      MemoryBudget budget,
      Epochs epochs,
      Executor background,
      int chunkPages,
      int maxFrames,
      int pageBytes) {
    this.frames = frames;
    this.file = file;
    this.budget = budget;
    this.epochs = epochs;
    this.background = background;
    this.chunkPages = chunkPages;
    this.maxFrames = maxFrames;
    this.chunkBytes = (long) chunkPages * pageBytes;
  }

  Frames frames() {
    return frames;
  }

  /** Brings a page into memory if it is not there. It may go again at once. */
  void load(int id) {
    if (file == null) {
      if (frames.find(id) < 0) {
        throw Restart.INSTANCE; // Without a file a page is here, or it was given up.
      }
      return;
    }
    file.requireInside(id); // Before the table is made longer for it.
    Epochs.Pin pin = epochs.pin();
    try {
      int frame;
      lock.lock();
      try {
        if (frames.find(id) >= 0) {
          return;
        }
        frame = takeFrame(reserved);
        assign(frame, id);
      } finally {
        lock.unlock();
      }
      read(file, id, frame);
    } finally {
      epochs.unpin(pin);
    }
  }

  private void read(PageFile disk, int id, int frame) {
    boolean isRead = false;
    try {
      disk.read(id, frames.memory(frame), frames.base(frame));
      isRead = true;
    } finally {
      if (isRead) {
        frames.unlock(frame);
      } else {
        lock.lock();
        try {
          release(frame, id);
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /** Locks a free frame and gives it to a page. */
  private void assign(int frame, int id) {
    frames.lock(frame);
    frames.setPage(frame, id);
    frames.setDirty(frame, false);
    frames.touch(frame);
    frames.setFrame(id, frame);
  }

  /** Makes a locked frame free, or leaves it to those who have pinned it. */
  private void release(int frame, int id) {
    frames.setFrame(id, -1);
    setClean(frame);
    if (frames.pins(frame) == 0) {
      frames.setPage(frame, Frames.FREE);
      addFree(frame);
    } else {
      frames.setPage(frame, Frames.DETACHED);
      detached.add(frame);
    }
    frames.unlock(frame);
  }

  private void setClean(int frame) {
    if (frames.isRetired(frame)) {
      retiredCount--;
    }
    frames.setDirty(frame, false);
  }

  private void addFree(int frame) {
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = frame;
  }

  /** A frame that has the page and keeps it until {@link Frames#unpin}. */
  int pin(int id) {
    for (int tries = 0; ; tries++) {
      int frame = frames.find(id);
      if (frame < 0) {
        load(id);
        continue;
      }
      frames.pin(frame);
      if (!Frames.isChanging(frames.version(frame)) && frames.page(frame) == id) {
        frames.touch(frame);
        return frame;
      }
      frames.unpin(frame);
      Frames.await(tries);
    }
  }

  /**
   * The same for a page that must be at a level of the tree, whatever led to it.
   *
   * @throws CorruptionException if it is none of that level; a page that was given up may be any
   */
  int pin(int id, int level) {
    int frame = pin(id);
    MemorySegment m = frames.memory(frame);
    long at = frames.base(frame);
    if (!Page.isAtLevel(m, at, level)) {
      CorruptionException damage = wrongLevel(id, level, m, at);
      frames.unpin(frame);
      throw damage;
    }
    return frame;
  }

  /** What is said of a page that is at another level than what leads to it says. */
  CorruptionException wrongLevel(int id, int level, MemorySegment m, long at) {
    return damage(
        id, "one of level " + level, "kind " + Page.kind(m, at) + " of level " + Page.level(m, at));
  }

  /** What is said of a page that is to be made although the tree leads to it. */
  CorruptionException inUse(int id) {
    return damage(id, "a free one", "one of the tree");
  }

  /** What is said of a page whose separators go back. */
  CorruptionException outOfOrder(int id) {
    return damage(id, "separators in order", "others");
  }

  private CorruptionException damage(int id, String expected, String found) {
    return new CorruptionException(
        PageFormat.FILE_NAME, position(id), "page " + id, expected, found);
  }

  /** The same if the page is in memory, else -1. */
  int pinIfResident(int id) {
    for (int tries = 0; ; tries++) {
      int frame = frames.find(id);
      if (frame < 0) {
        return -1;
      }
      frames.pin(frame);
      if (!Frames.isChanging(frames.version(frame)) && frames.page(frame) == id) {
        return frame;
      }
      frames.unpin(frame);
      Frames.await(tries);
    }
  }

  /**
   * Makes sure that the writer finds frames for so many new pages, and throws before it has changed
   * anything if there are none.
   */
  void reserve(int pages) {
    if (unusedReserve >= pages) {
      return;
    }
    // More than is asked, so that not every write takes the lock.
    int wanted = file == null ? pages : Math.min(Math.max(pages, 64), maxFrames / 4);
    lock.lock();
    try {
      reserved = 0;
      unusedReserve = 0;
      while (freeCount < wanted) {
        addFree(takeNewFrame());
      }
      reserved = wanted;
      unusedReserve = wanted;
    } finally {
      lock.unlock();
    }
  }

  /** A frame for a page that is new: locked, pinned and dirty. */
  int create(int id) {
    for (int tries = 0; ; tries++) {
      lock.lock();
      try {
        if (discard(id)) {
          if (unusedReserve > 0) {
            unusedReserve--;
            reserved--;
          }
          int frame = takeFrame(reserved);
          assign(frame, id);
          frames.pin(frame);
          frames.setDirty(frame, true);
          return frame;
        }
      } finally {
        lock.unlock();
      }
      Frames.await(tries);
    }
  }

  /**
   * Frees the frame of a page, if it has one. A reader that came late may have loaded what the
   * page's id meant before.
   *
   * @return false if the page is being loaded: whoever does that may need the pool's lock to end it
   */
  private boolean discard(int id) {
    int frame = frames.find(id);
    if (frame >= 0) {
      long version = frames.version(frame);
      if (Frames.isChanging(version) || !frames.tryLock(frame, version)) {
        return false;
      }
      release(frame, id);
    }
    return true;
  }

  /** Forgets a page that nothing leads to any more, and whose frame is not locked by the caller. */
  void drop(int id) {
    for (int tries = 0; ; tries++) {
      lock.lock();
      try {
        if (discard(id)) {
          return;
        }
      } finally {
        lock.unlock();
      }
      Frames.await(tries);
    }
  }

  /** Likewise for a page that the caller has locked. */
  void dropLocked(int id, int frame) {
    lock.lock();
    try {
      release(frame, id);
    } finally {
      lock.unlock();
    }
  }

  /** A free frame, while so many others are free. */
  private int takeFrame(int keep) {
    return freeCount > keep ? free[--freeCount] : takeNewFrame();
  }

  private int takeNewFrame() {
    for (int i = detached.size() - 1; i >= 0; i--) {
      int frame = detached.get(i);
      if (frames.pins(frame) == 0) {
        detached.remove(/* index */ i);
        frames.lock(frame);
        frames.setPage(frame, Frames.FREE);
        frames.unlock(frame);
        return frame;
      }
    }
    if (frameCount < maxFrames) {
      Block block = nextChunk != null ? nextChunk : Block.tryAllocate(budget, chunkBytes);
      nextChunk = null;
      if (block != null) {
        frames.addChunk(chunks.size(), block);
        chunks.add(block);
        int first = frameCount;
        frameCount += chunkPages;
        for (int frame = frameCount - 1; frame > first; frame--) {
          addFree(frame);
        }
        prepareChunk();
        return first;
      }
    }
    return evict();
  }

  /**
   * Has the next chunk allocated, so that no writer waits while the system provides its memory.
   * Only where pages can be evicted meanwhile, should the budget have been left with nothing else.
   */
  private void prepareChunk() {
    if (file != null && frameCount < maxFrames && !isChunkComing && nextChunk == null) {
      isChunkComing = true;
      try {
        background.execute(this::allocateChunk);
      } catch (RejectedExecutionException closing) {
        isChunkComing = false;
      }
    }
  }

  private void allocateChunk() {
    Block block = Block.tryAllocate(budget, chunkBytes);
    lock.lock();
    try {
      isChunkComing = false;
      if (block != null && (closed || frameCount == maxFrames)) {
        block.close();
      } else {
        nextChunk = block;
      }
    } finally {
      lock.unlock();
    }
  }

  private int evict() {
    if (file == null) {
      throw noneLeft();
    }
    StoreIOException failure = null;
    try {
      int retired = evictRetired(file);
      if (retired >= 0) {
        return retired;
      }
    } catch (StoreIOException unwritten) {
      failure = unwritten; // Pages that are in the file already can still go.
    }
    int dirtyPassed = 0;
    for (long step = 0; step < 4L * frameCount + DIRTY_PATIENCE; step++) {
      int frame = hand;
      hand = hand + 1 == frameCount ? 0 : hand + 1;
      int id = frames.page(frame);
      if (id < 0 || frames.pins(frame) != 0 || frames.clearTouched(frame)) {
        continue;
      }
      if (frames.isDirty(frame) && (failure != null || dirtyPassed++ < DIRTY_PATIENCE)) {
        continue;
      }
      try {
        if (tryEvict(frame, id, file)) {
          evictedCount++;
          return frame;
        }
      } catch (StoreIOException unwritten) {
        failure = unwritten;
      }
    }
    throw failure != null ? failure : noneLeft();
  }

  private MemoryBudgetException noneLeft() {
    return new MemoryBudgetException(
        "page: all of the budget's " + budget.limitBytes() + " bytes for pages are in use");
  }

  /** Evicts a page that only views lead to; returns -1 if none is soon found that nobody uses. */
  private int evictRetired(PageFile disk) {
    int steps = retiredCount == 0 ? 0 : RETIRED_STEPS;
    for (int step = 0; step < steps; step++) {
      int frame = retiredHand;
      retiredHand = frame + 1 == frameCount ? 0 : frame + 1;
      if (frames.isRetired(frame)
          && frames.pins(frame) == 0
          && tryEvict(frame, frames.page(frame), disk)) {
        evictedCount++;
        return frame;
      }
    }
    return -1;
  }

  private boolean tryEvict(int frame, int id, PageFile disk) {
    long version = frames.version(frame);
    if (Frames.isChanging(version) || !frames.tryLock(frame, version)) {
      return false;
    }
    boolean isEvicted = false;
    try {
      if (frames.pins(frame) == 0) {
        if (frames.isDirty(frame)) {
          disk.seal(frames.memory(frame), frames.base(frame));
          disk.writeFrame(id, frames.memory(frame), frames.base(frame));
        }
        setClean(frame);
        frames.setFrame(id, -1);
        frames.setPage(frame, Frames.FREE);
        isEvicted = true;
      }
    } finally {
      frames.unlock(frame);
    }
    return isEvicted;
  }

  /** The pages that are newer than their copies in the file, in the order of their ids. */
  int[] dirtyPages() {
    lock.lock();
    try {
      int[] ids = new int[frameCount];
      int count = 0;
      for (int frame = 0; frame < frameCount; frame++) {
        if (frames.isDirty(frame) && frames.page(frame) >= 0) {
          ids[count++] = frames.page(frame);
        }
      }
      int[] dirty = Arrays.copyOf(ids, count);
      Arrays.sort(dirty);
      return dirty;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that a page that does not change any more is in the file as it is in memory, which it
   * leaves if only views lead to it.
   */
  void setWritten(int id) {
    lock.lock();
    try {
      int frame = frames.find(id);
      if (frame >= 0 && frames.page(frame) == id && !(frames.isRetired(frame) && discard(id))) {
        setClean(frame);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that from now on only views lead to the page of a frame, which the caller has pinned.
   *
   * @return false if the file has it: then it need not stay
   */
  boolean retire(int frame) {
    lock.lock();
    try {
      boolean isDirty = frames.isDirty(frame);
      if (isDirty) {
        frames.setRetired(frame);
        retiredCount++;
      }
      return isDirty;
    } finally {
      lock.unlock();
    }
  }

  boolean isDirty(int id) {
    lock.lock();
    try {
      int frame = frames.find(id);
      return frame >= 0 && frames.isDirty(frame);
    } finally {
      lock.unlock();
    }
  }

  boolean hasFile() {
    return file != null;
  }

  /** How many pages there can be: each has been written, or is in a frame. */
  long mostPages() {
    return file == null ? maxFrames : (long) file.endId() + maxFrames;
  }

  /** Where in its file a page is. */
  long position(int id) {
    return file == null ? 0 : file.position(id);
  }

  int maxFrames() {
    return maxFrames;
  }

  /** Frames that have a page or could have one at once. */
  int unusedFrames() {
    lock.lock();
    try {
      return freeCount + maxFrames - frameCount;
    } finally {
      lock.unlock();
    }
  }

  long evictedCount() {
    lock.lock();
    try {
      return evictedCount;
    } finally {
      lock.unlock();
    }
  }

  /** Frees the memory. Nobody uses it any more; who comes too late meets an exception. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      chunks.forEach(Block::close);
      chunks.clear();
      if (nextChunk != null) {
        nextChunk.close();
        nextChunk = null;
      }
    } finally {
      lock.unlock();
    }
  }
}

package dev.cairn.lsm;

import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks of tables in memory, restored and checked, in frames of one size.
 *
 * <p>There is no map: an open table has a slot for each of its blocks, which holds the frame's
 * number plus one, or 0. A reader takes an epoch pin, reads the slot and relies on the frame until
 * it unpins: a frame is taken from its slot first and used again only after all pins of that time
 * have ended. Who needs a block for longer holds it by a count, and a frame with a count above zero
 * is not taken. The victim is found by CLOCK; blocks of the index survive more rounds than data.
 *
 * <p>A reader that finds no frame free, because those that were taken are all still being looked
 * at, does not wait, since it may itself be the one: it reads the block for itself.
 */
final class BlockCache implements AutoCloseable {
  static final int NONE = FramePool.NONE;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int[] NO_SLOTS = {};
  private static final int EVICT_FRAMES = 64;

  // Instead of a count: the frame is in no slot, and nobody but its owner may use it.
  private static final int TAKEN = -1;

  // Rounds of the clock's hand that a block survives without being looked at.
  private static final byte DATA_ROUNDS = 1;
  private static final byte INDEX_ROUNDS = 4;

  private final Epochs epochs;
  private final FramePool frames;

  // By frame. The place of its slot is written before the count becomes 0, which allows others to
  // take the frame from there.
  private final int[][] slotArrays;
  private final int[] slotIndexes;
  private final int[] holds;
  private final byte[] rounds;
  private final int[] contentBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private int hand; // Guarded by the lock.

  private final LongAdder hitCount = new LongAdder();
  private final LongAdder missCount = new LongAdder();

  /**
   * Makes a cache that has no memory yet.
   *
   * @param budget what its memory counts against
   * @param epochs tells when a frame may be used again
   * @param blockBytes the longest content that it takes
   * @param limitBytes the most memory it takes
   */
  BlockCache(MemoryBudget budget, Epochs epochs, int blockBytes, long limitBytes) {
    this.epochs = epochs;
    this.frames = new FramePool(budget, blockBytes, limitBytes);
    int count = frames.maxFrames();
    this.slotArrays = new int[count][];
    this.slotIndexes = new int[count];
    this.holds = new int[count];
    this.rounds = new byte[count];
    this.contentBytes = new int[count];
    Arrays.fill(slotArrays, NO_SLOTS);
    Arrays.fill(holds, TAKEN);
  }

  MemorySegment memory(int frame) {
    return frames.memory(frame);
  }

  /** Where a frame's content begins in its memory. */
  long contentAt(int frame) {
    return frames.contentAt(frame);
  }

  /** How long a frame's content is; told apart from the content, which may be in no cache. */
  int contentBytes(int frame) {
    return contentBytes[frame];
  }

  /** The longest block, header included, that fits in a frame. */
  int largestBlockBytes() {
    return TableFormat.HEADER_BYTES + frames.contentBytes();
  }

  /** The frame that has a block, or {@link #NONE}. The caller is pinned. */
  int find(int[] slots, int index, byte kind) {
    int frame = (int) WORD.getAcquire(slots, index) - 1;
    if (frame != NONE) {
      byte fresh = rounds(kind);
      if (rounds[frame] != fresh) {
        rounds[frame] = fresh;
      }
    }
    return frame;
  }

  private static byte rounds(byte kind) {
    return kind == TableFormat.DATA ? DATA_ROUNDS : INDEX_ROUNDS;
  }

  void countHit() {
    hitCount.increment();
  }

  /**
   * Reads a block into a frame, and makes it known by its slot. The caller is pinned.
   *
   * @return the frame, or {@link #NONE} if there is none to be had or the block does not fit in one
   */
  int load(TableFile file, int[] slots, int index, byte kind, long position, int totalBytes) {
    missCount.increment();
    int frame = takeFrame();
    if (frame == NONE) {
      return NONE;
    }
    boolean fits;
    try {
      fits = readInto(frame, file, kind, position, totalBytes);
    } catch (RuntimeException | Error failure) {
      frames.giveBack(frame);
      throw failure;
    }
    if (!fits) {
      frames.giveBack(frame);
      return NONE;
    }
    contentBytes[frame] =
        TableFile.contentBytes(memory(frame), contentAt(frame) - TableFormat.HEADER_BYTES);
    WORD.setRelease(holds, frame, 1); // For readers that find it in its slot before this ends.
    if (!WORD.compareAndSet(slots, index, 0, frame + 1)) {
      // Another reader was faster. Nobody has seen this frame.
      holds[frame] = TAKEN;
      frames.giveBack(frame);
      return (int) WORD.getAcquire(slots, index) - 1;
    }
    slotArrays[frame] = slots;
    slotIndexes[frame] = index;
    rounds[frame] = rounds(kind);
    endHold(frame);
    return frame;
  }

  private int takeFrame() {
    int frame = frames.take();
    if (frame == NONE || frames.isShortOf(EVICT_FRAMES / 2)) {
      // Ahead of the need, so that the pins that protect the victims have ended by then.
      evict();
    }
    return frame;
  }

  /** Returns false if the restored content is longer than a frame. */
  private boolean readInto(int frame, TableFile file, byte kind, long position, int totalBytes) {
    MemorySegment memory = memory(frame);
    long headerAt = contentAt(frame) - TableFormat.HEADER_BYTES;
    file.read(kind, position, totalBytes, memory, headerAt);
    if (TableFile.isCompressed(memory, headerAt)) {
      // A table may have been written with longer blocks than the cache was made for.
      if (TableFile.contentBytes(memory, headerAt) > frames.contentBytes()) {
        return false;
      }
      restore(file, position, memory, headerAt);
    }
    file.requireSound(kind, position, memory, headerAt);
    return true;
  }

  private void restore(TableFile file, long position, MemorySegment memory, long headerAt) {
    int scratch = frames.take();
    if (scratch == NONE) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment own = arena.allocate(largestBlockBytes());
        file.restore(position, memory, headerAt, own, 0);
      }
      return;
    }
    try {
      file.restore(position, memory, headerAt, memory(scratch), contentAt(scratch));
    } finally {
      frames.giveBack(scratch);
    }
  }

  private void evict() {
    int[] victims = new int[EVICT_FRAMES];
    int count = 0;
    lock.lock();
    try {
      int wanted = Math.min(EVICT_FRAMES, Math.max(1, frames.maxFrames() / 4));
      long steps = (long) frames.maxFrames() * (INDEX_ROUNDS + 1);
      while (count < wanted && steps-- > 0) {
        int frame = hand;
        hand = hand + 1 == frames.maxFrames() ? 0 : hand + 1;
        if (holds[frame] != 0) {
          continue;
        }
        if (rounds[frame] > 0) {
          rounds[frame]--;
        } else if (tryTake(frame)) {
          victims[count++] = frame;
        }
      }
    } finally {
      lock.unlock();
    }
    int taken = count;
    if (taken > 0) {
      epochs.retire(() -> frames.giveBack(victims, taken));
    }
  }

  /** Takes a frame from its slot, unless somebody holds it. Called with the lock held. */
  private boolean tryTake(int frame) {
    if (!WORD.compareAndSet(holds, frame, 0, TAKEN)) {
      return false;
    }
    WORD.setRelease(slotArrays[frame], slotIndexes[frame], 0);
    slotArrays[frame] = NO_SLOTS;
    return true;
  }

  /**
   * Keeps a frame, found under the caller's pin, after the pin has ended.
   *
   * @return false if the frame is being taken, so that it lasts only as long as the pin
   */
  boolean hold(int frame) {
    for (; ; ) {
      int count = (int) WORD.getVolatile(holds, frame);
      if (count == TAKEN) {
        return false;
      }
      if (WORD.compareAndSet(holds, frame, count, count + 1)) {
        return true;
      }
    }
  }

  void endHold(int frame) {
    WORD.getAndAdd(holds, frame, -1);
  }

  /** Frees the frames of a table that nobody reads any more. */
  void drop(int[] slots) {
    for (int i = 0; i < slots.length; i++) {
      int frame = (int) WORD.getAcquire(slots, i) - 1;
      if (frame != NONE) {
        lock.lock();
        try {
          // Unless the hand has taken it meanwhile.
          if (slots[i] == frame + 1 && tryTake(frame)) {
            frames.giveBack(frame);
          }
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /**
   * Gives some memory back to the budget once nobody reads it.
   *
   * @return false if there is none, or cursors stand on all of it
   */
  boolean shrink() {
    for (int slab = frames.slabCount() - 1; slab >= 0; slab--) {
      if (frames.hasSlab(slab) && tryTakeSlab(slab)) {
        int emptied = slab;
        epochs.retire(() -> frames.free(emptied));
        return true;
      }
    }
    return false;
  }

  private boolean tryTakeSlab(int slab) {
    int first = frames.firstFrame(slab);
    int end = frames.firstFrame(slab + 1);
    int[] victims = new int[end - first];
    int count = 0;
    lock.lock();
    try {
      for (int frame = first; frame < end; frame++) {
        if (tryTake(frame)) {
          victims[count++] = frame;
        }
      }
      if (frames.tryReserve(slab, count)) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    int taken = count;
    if (taken > 0) {
      epochs.retire(() -> frames.giveBack(victims, taken));
    }
    return false;
  }

  long hitCount() {
    return hitCount.sum();
  }

  long missCount() {
    return missCount.sum();
  }

  /** Frees all memory. Nobody reads any more. */
  @Override
  public void close() {
    frames.close();
  }
}

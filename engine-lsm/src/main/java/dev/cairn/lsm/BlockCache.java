package dev.cairn.lsm;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
  static final int NONE = -1;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int HEADER_ROOM_BYTES = 64;
  private static final int MAX_SLAB_BYTES = 2 << 20;
  private static final int EVICT_FRAMES = 64;
  private static final int TAKEN = -1;

  // Rounds of the clock's hand that a block survives without being looked at.
  private static final byte DATA_ROUNDS = 1;
  private static final byte INDEX_ROUNDS = 4;

  private final MemoryBudget budget;
  private final Epochs epochs;
  private final int strideBytes;
  private final int slabShift;
  private final int frameMask;
  private final int maxFrames;
  private final MemorySegment[] slabs;
  private final List<Block> blocks = new ArrayList<>();

  // By frame. The owner and its place are written before the slot.
  private final @Nullable Table[] owners;
  private final int[][] slotArrays;
  private final int[] slotIndexes;
  private final int[] holds;
  private final byte[] rounds;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final int[] free;
  private int freeCount;
  private int grown;
  private int hand;
  private boolean closed;

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
    this.budget = budget;
    this.epochs = epochs;
    this.strideBytes = (blockBytes + HEADER_ROOM_BYTES + 63) & -64;
    long slabLimit = Math.clamp(limitBytes / 8, strideBytes, MAX_SLAB_BYTES);
    this.slabShift =
        Integer.SIZE - 1 - Integer.numberOfLeadingZeros((int) (slabLimit / strideBytes));
    this.frameMask = (1 << slabShift) - 1;
    int slabCount = (int) Math.min(limitBytes / slabBytes(), Integer.MAX_VALUE >> slabShift);
    this.maxFrames = slabCount << slabShift;
    this.slabs = new MemorySegment[slabCount];
    this.owners = new Table[maxFrames];
    this.slotArrays = new int[maxFrames][];
    this.slotIndexes = new int[maxFrames];
    this.holds = new int[maxFrames];
    this.rounds = new byte[maxFrames];
    this.free = new int[maxFrames];
  }

  private long slabBytes() {
    return (long) strideBytes << slabShift;
  }

  MemorySegment memory(int frame) {
    return slabs[frame >>> slabShift];
  }

  /** Where a frame's content begins in its memory. */
  long contentAt(int frame) {
    return (long) (frame & frameMask) * strideBytes + HEADER_ROOM_BYTES;
  }

  /** The frame that has a block, or {@link #NONE}. The caller is pinned. */
  int find(int[] slots, int index, byte kind) {
    int frame = (int) SLOT.getAcquire(slots, index) - 1;
    if (frame != NONE) {
      byte fresh = kind == TableFormat.DATA ? DATA_ROUNDS : INDEX_ROUNDS;
      if (rounds[frame] != fresh) {
        rounds[frame] = fresh;
      }
    }
    return frame;
  }

  void countHit() {
    hitCount.increment();
  }

  /**
   * Reads a block into a frame, and makes it known by its slot. The caller is pinned.
   *
   * @return the frame, or {@link #NONE} if there is none to be had
   */
  int load(Table table, int[] slots, int index, byte kind, long position, int totalBytes) {
    missCount.increment();
    int frame = takeFrame();
    if (frame == NONE) {
      return NONE;
    }
    try {
      readInto(frame, table, kind, position, totalBytes);
    } catch (RuntimeException | Error failure) {
      giveBack(frame);
      throw failure;
    }
    // Held until it is in its slot, so that the clock's hand does not take it before.
    SLOT.setRelease(holds, frame, 1);
    owners[frame] = table;
    slotArrays[frame] = slots;
    slotIndexes[frame] = index;
    rounds[frame] = kind == TableFormat.DATA ? DATA_ROUNDS : INDEX_ROUNDS;
    if (!SLOT.compareAndSet(slots, index, 0, frame + 1)) {
      // Another reader was faster. Nobody has seen this frame.
      owners[frame] = null;
      endHold(frame);
      giveBack(frame);
      return (int) SLOT.getAcquire(slots, index) - 1;
    }
    endHold(frame);
    return frame;
  }

  private void readInto(int frame, Table table, byte kind, long position, int totalBytes) {
    MemorySegment memory = memory(frame);
    long headerAt = contentAt(frame) - TableFormat.HEADER_BYTES;
    TableFile file = table.file();
    file.read(kind, position, totalBytes, memory, headerAt);
    if (TableFile.isCompressed(memory, headerAt)) {
      int scratch = takeFrame();
      if (scratch == NONE) {
        try (Arena arena = Arena.ofConfined()) {
          file.restore(position, memory, headerAt, arena.allocate(strideBytes), 0);
        }
      } else {
        try {
          file.restore(position, memory, headerAt, memory(scratch), contentAt(scratch));
        } finally {
          giveBack(scratch);
        }
      }
    }
    file.requireSound(kind, position, memory, headerAt);
  }

  /** The longest block, header included, that fits in a frame. */
  int largestBlockBytes() {
    return strideBytes - HEADER_ROOM_BYTES + TableFormat.HEADER_BYTES;
  }

  private int takeFrame() {
    boolean isShort;
    int frame = NONE;
    lock.lock();
    try {
      if (freeCount == 0) {
        grow();
      }
      if (freeCount > 0) {
        frame = free[--freeCount];
      }
      isShort = freeCount < EVICT_FRAMES / 2 && grown == maxFrames;
    } finally {
      lock.unlock();
    }
    if (isShort) {
      // Ahead of the need, so that the pins that protect the victims have ended by then.
      evict();
    }
    return frame;
  }

  private void giveBack(int frame) {
    lock.lock();
    try {
      free[freeCount++] = frame;
    } finally {
      lock.unlock();
    }
  }

  private void grow() {
    if (grown == maxFrames || closed) {
      return;
    }
    Block slab = Block.tryAllocate(budget, slabBytes());
    if (slab == null) {
      return;
    }
    blocks.add(slab);
    slabs[grown >>> slabShift] = slab.memory();
    for (int frame = grown + frameMask; frame >= grown; frame--) {
      free[freeCount++] = frame;
    }
    grown += 1 << slabShift;
  }

  private void evict() {
    int[] victims = new int[EVICT_FRAMES];
    int count = 0;
    lock.lock();
    try {
      long steps = (long) grown * (INDEX_ROUNDS + 1);
      int wanted = Math.min(EVICT_FRAMES, Math.max(1, grown / 4));
      while (count < wanted && steps-- > 0) {
        int frame = hand;
        hand = hand + 1 == grown ? 0 : hand + 1;
        if (owners[frame] == null || holds[frame] != 0) {
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
      epochs.retire(() -> release(victims, taken));
    }
  }

  /** Takes a frame from its slot, unless somebody holds it. */
  private boolean tryTake(int frame) {
    if (!SLOT.compareAndSet(holds, frame, 0, TAKEN)) {
      return false;
    }
    SLOT.setRelease(slotArrays[frame], slotIndexes[frame], 0);
    owners[frame] = null;
    return true;
  }

  private void release(int[] frames, int count) {
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        holds[frames[i]] = 0;
        free[freeCount++] = frames[i];
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps a frame, found under the caller's pin, after the pin has ended.
   *
   * @return false if the frame is being taken, so that it lasts only as long as the pin
   */
  boolean hold(int frame) {
    for (; ; ) {
      int count = (int) SLOT.getVolatile(holds, frame);
      if (count == TAKEN) {
        return false;
      }
      if (SLOT.compareAndSet(holds, frame, count, count + 1)) {
        return true;
      }
    }
  }

  void endHold(int frame) {
    SLOT.getAndAdd(holds, frame, -1);
  }

  /** Frees the frames of a table that nobody reads any more. */
  void drop(int[] slots) {
    for (int i = 0; i < slots.length; i++) {
      int frame = (int) SLOT.getAcquire(slots, i) - 1;
      if (frame != NONE) {
        lock.lock();
        try {
          // Unless the hand has taken it meanwhile.
          if (slots[i] == frame + 1 && tryTake(frame)) {
            holds[frame] = 0;
            free[freeCount++] = frame;
          }
        } finally {
          lock.unlock();
        }
      }
    }
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
    lock.lock();
    try {
      closed = true;
      blocks.forEach(Block::close);
      blocks.clear();
      freeCount = 0;
      grown = 0;
    } finally {
      lock.unlock();
    }
  }
}

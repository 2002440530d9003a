package dev.cairn.bptree;

import dev.cairn.internal.memory.Block;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The memory of pages, one frame each, and which page is in which frame. The words of a frame are
 * the first bytes of its memory, before the page's own: a search that reads them has the page's
 * header with them.
 *
 * <p>Each frame has a version: odd while somebody changes the frame, else even and another one
 * after each change. A reader takes no lock: it reads the version, which must be even; that the
 * frame has the page that it wants; the page; and the version again. If that is the same, it has
 * read what the page was. Who changes a frame makes its version odd by a compare-and-set, so only
 * one can.
 *
 * <p>A pin keeps a frame's page where it is, and keeps the writer from changing it in place. Pins
 * are added before the version is read, and looked at after it was made odd: one of the two sees
 * the other.
 */
final class Frames {
  /** No page: the frame is free. */
  static final int FREE = -1;

  /** No page any more, but somebody has pinned what was there. */
  static final int DETACHED = -2;

  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle TABLE = MethodHandles.arrayElementVarHandle(int[].class);

  // The words of a frame: where they are in its memory.
  private static final int VERSION = 0;
  private static final int PAGE = Long.BYTES;
  private static final int PINS = 2 * Long.BYTES;
  private static final int TOUCHED = 3 * Long.BYTES;

  // What a frame's page is to its file.
  private static final byte CLEAN = 0;
  private static final byte DIRTY = 1;
  private static final byte RETIRED = 2;

  private static final int SPINS = 100;
  private static final long PARK_NANOS = 10_000;
  private static final int FIRST_TABLE_LENGTH = 1024;

  private final int pageShift;
  private final int chunkShift;
  private final int chunkMask;
  private final byte[] states;
  private final @Nullable MemorySegment[] chunks;
  private final @Nullable MemorySegment[] readOnlyChunks;

  // Frame plus 1 by page id; replaced by a longer one under the pool's lock.
  private volatile int[] table = new int[FIRST_TABLE_LENGTH];

  Frames(int pageBytes, int chunkPages, int maxChunks) {
    this.pageShift = Integer.numberOfTrailingZeros(pageBytes);
    this.chunkShift = Integer.numberOfTrailingZeros(chunkPages);
    this.chunkMask = chunkPages - 1;
    this.chunks = new MemorySegment[maxChunks];
    this.readOnlyChunks = new MemorySegment[maxChunks];
    this.states = new byte[maxChunks * chunkPages];
  }

  /** Gives the next frames their memory. */
  void addChunk(int chunk, Block block) {
    chunks[chunk] = block.memory();
    readOnlyChunks[chunk] = block.memory().asReadOnly();
    for (int i = 0; i <= chunkMask; i++) {
      setPage((chunk << chunkShift) + i, FREE);
    }
  }

  int pageBytes() {
    return 1 << pageShift;
  }

  /** The memory that a frame is a part of. */
  @SuppressWarnings("NullAway") // A frame that was found has its chunk.
  MemorySegment memory(int frame) {
    return chunks[frame >>> chunkShift];
  }

  /** The same memory, to be lent to whoever asked. */
  @SuppressWarnings("NullAway") // Likewise.
  MemorySegment readOnly(int frame) {
    return readOnlyChunks[frame >>> chunkShift];
  }

  /** Where in that memory it begins. */
  long base(int frame) {
    return (long) (frame & chunkMask) << pageShift;
  }

  /** The frame that has a page, as far as one can tell without a lock; -1 if none has. */
  int find(int id) {
    int[] frames = table;
    return id < frames.length && id >= 0 ? (int) TABLE.getAcquire(frames, id) - 1 : -1;
  }

  /** Under the pool's lock. */
  void setFrame(int id, int frame) {
    int[] frames = table;
    if (id >= frames.length) {
      frames = Arrays.copyOf(frames, Math.max(id + 1, frames.length * 2));
      table = frames;
    }
    TABLE.setRelease(frames, id, frame + 1);
  }

  long version(int frame) {
    return (long) WORD.getVolatile(memory(frame), base(frame) + VERSION);
  }

  static boolean isChanging(long version) {
    return (version & 1) != 0;
  }

  /** Whether all that was read since the version was, is what the frame had then. */
  boolean isUnchanged(int frame, long version) {
    VarHandle.acquireFence();
    return (long) WORD.getOpaque(memory(frame), base(frame) + VERSION) == version;
  }

  /**
   * The same for whoever has pinned the frame since. The pin is there before the version is read:
   * the writer sees it, or is seen.
   */
  boolean isUnchangedAndPinned(int frame, long version) {
    return version(frame) == version;
  }

  int page(int frame) {
    return (int) (long) WORD.getAcquire(memory(frame), base(frame) + PAGE);
  }

  /** With the frame locked. */
  void setPage(int frame, int id) {
    WORD.setRelease(memory(frame), base(frame) + PAGE, (long) id);
  }

  boolean tryLock(int frame, long version) {
    boolean isLocked =
        WORD.compareAndSet(memory(frame), base(frame) + VERSION, version, version + 1);
    VarHandle.storeStoreFence(); // No change is seen before the version is.
    return isLocked;
  }

  /** Makes a frame's version odd; nobody keeps it so for long. */
  void lock(int frame) {
    for (int tries = 0; ; tries++) {
      long version = version(frame);
      if (!isChanging(version) && tryLock(frame, version)) {
        return;
      }
      await(tries);
    }
  }

  /** Gives a frame another version: who reads it without a lock has to begin anew. */
  void disturb(int frame) {
    lock(frame);
    unlock(frame);
  }

  void unlock(int frame) {
    MemorySegment m = memory(frame);
    long at = base(frame) + VERSION;
    WORD.setRelease(m, at, (long) WORD.get(m, at) + 1);
  }

  static void await(int tries) {
    if (tries < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(PARK_NANOS);
    }
  }

  void pin(int frame) {
    long _ = (long) WORD.getAndAdd(memory(frame), base(frame) + PINS, 1L);
  }

  void unpin(int frame) {
    long before = (long) WORD.getAndAdd(memory(frame), base(frame) + PINS, -1L);
    assert before > 0 : "not pinned";
  }

  long pins(int frame) {
    return (long) WORD.getVolatile(memory(frame), base(frame) + PINS);
  }

  /** Says that a page is in use; a write only after the clock's hand has passed. */
  void touch(int frame) {
    MemorySegment m = memory(frame);
    long at = base(frame) + TOUCHED;
    if ((long) WORD.get(m, at) == 0) {
      WORD.set(m, at, 1L);
    }
  }

  boolean clearTouched(int frame) {
    MemorySegment m = memory(frame);
    long at = base(frame) + TOUCHED;
    boolean touched = (long) WORD.get(m, at) != 0;
    WORD.set(m, at, 0L);
    return touched;
  }

  /** Whether a page is newer than its copy in the file. Read and set with the frame locked. */
  boolean isDirty(int frame) {
    return states[frame] != CLEAN;
  }

  void setDirty(int frame, boolean isDirty) {
    states[frame] = isDirty ? DIRTY : CLEAN;
  }

  /** Whether it is, and only views lead to the page. Read and set under the pool's lock. */
  boolean isRetired(int frame) {
    return states[frame] == RETIRED;
  }

  void setRetired(int frame) {
    states[frame] = RETIRED;
  }
}

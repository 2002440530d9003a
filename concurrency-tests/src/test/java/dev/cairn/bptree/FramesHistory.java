package dev.cairn.bptree;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * {@link Frames}: a page of two words that are equal, which is changed in place, or copied to
 * another frame if somebody has pinned it. Nobody sees it while it changes.
 */
public class FramesHistory {
  private static final int PAGE_BYTES = 128;
  private static final int FRAME_COUNT = 4;
  private static final int ID = 7;
  private static final long FIRST = 64;
  private static final long SECOND = 72;

  private final Frames frames = new Frames(PAGE_BYTES, FRAME_COUNT, 1);

  /** Makes frames, and a page in the first. */
  public FramesHistory() {
    MemoryBudget budget = new MemoryBudget(1 << 20);
    frames.addChunk(0, Objects.requireNonNull(Block.tryAllocate(budget, FRAME_COUNT * PAGE_BYTES)));
    frames.setPage(0, ID);
    frames.setFrame(ID, 0);
  }

  private long word(int frame, long at) {
    return frames.memory(frame).get(ValueLayout.JAVA_LONG, frames.base(frame) + at);
  }

  private void setWords(int frame, long value) {
    MemorySegment m = frames.memory(frame);
    m.set(ValueLayout.JAVA_LONG, frames.base(frame) + FIRST, value);
    m.set(ValueLayout.JAVA_LONG, frames.base(frame) + SECOND, value);
  }

  /** Reads without a lock, as {@link TreeReader} does. */
  @Operation
  public long read() {
    for (; ; ) {
      int frame = frames.find(ID);
      if (frame < 0) {
        continue;
      }
      long version = frames.version(frame);
      if (!Frames.isChanging(version) && frames.page(frame) == ID) {
        long first = word(frame, FIRST);
        long second = word(frame, SECOND);
        if (frames.isUnchanged(frame, version)) {
          return first == second ? first : -1;
        }
      }
      Thread.onSpinWait();
    }
  }

  /** Reads what a pin keeps, as {@link FramePool#pin} does. */
  @Operation
  public long readPinned() {
    for (; ; ) {
      int frame = frames.find(ID);
      if (frame < 0) {
        continue;
      }
      frames.pin(frame);
      if (!Frames.isChanging(frames.version(frame)) && frames.page(frame) == ID) {
        long first = word(frame, FIRST);
        long second = word(frame, SECOND);
        frames.unpin(frame);
        return first == second ? first : -1;
      }
      frames.unpin(frame);
      Thread.onSpinWait();
    }
  }

  /** Changes the page. */
  @Operation(nonParallelGroup = "writer")
  public void write() {
    int frame = frames.find(ID);
    frames.lock(frame);
    long next = word(frame, FIRST) + 1;
    if (frames.pins(frame) == 0) {
      setWords(frame, next);
      frames.unlock(frame);
      return;
    }
    int copy = free();
    frames.lock(copy);
    frames.setPage(copy, ID);
    setWords(copy, next);
    frames.setFrame(ID, copy);
    frames.setPage(frame, Frames.DETACHED);
    frames.unlock(copy);
    frames.unlock(frame);
  }

  /** A frame without a page that nobody has pinned, of which there are enough. */
  private int free() {
    for (int frame = 0; ; frame = (frame + 1) % FRAME_COUNT) {
      if (frames.page(frame) < 0 && frames.pins(frame) == 0) {
        return frame;
      }
      Thread.onSpinWait();
    }
  }
}

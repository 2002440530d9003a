package dev.cairn.lsm;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * {@link FrameOwners}: whoever holds a frame that a slot led to sees that slot's block in it, until
 * the hold ends.
 */
@Param(name = "slot", gen = IntGen.class, conf = "0:1")
public class FrameOwnersHistory {
  private static final int FRAMES = 2;
  private static final int EMPTY = -1;

  private final FrameOwners owners = new FrameOwners(FRAMES);
  private final int[] slots = new int[2];

  // The slot whose block a frame has.
  private final AtomicIntegerArray content = new AtomicIntegerArray(new int[] {EMPTY, EMPTY});
  private final AtomicIntegerArray isUsed = new AtomicIntegerArray(FRAMES);

  /** What a slot's frame has; a block of another slot says so. Loads it if it is nowhere. */
  @Operation
  public int read(@Param(name = "slot") int slot) {
    for (; ; ) {
      int frame = owners.find(slots, slot);
      if (frame == FramePool.NONE) {
        if (!load(slot)) {
          return slot; // Read by itself.
        }
      } else if (owners.hold(frame)) {
        // A frame that was used again, between the two, is in another slot: pins exclude that.
        boolean isStill = owners.find(slots, slot) == frame;
        int found = content.get(frame);
        owners.endHold(frame);
        if (isStill) {
          return found == slot ? slot : -2;
        }
      }
      Thread.onSpinWait();
    }
  }

  private boolean load(int slot) {
    for (int frame = 0; frame < FRAMES; frame++) {
      if (isUsed.compareAndSet(frame, 0, 1)) {
        content.set(frame, slot);
        if (!owners.show(frame, slots, slot, TableFormat.DATA)) {
          content.set(frame, EMPTY);
          isUsed.set(frame, 0);
        }
        return true;
      }
    }
    return false;
  }

  /** Takes a frame from its slot, unless somebody holds it. */
  @Operation(nonParallelGroup = "taker")
  public void take(@Param(name = "slot") int slot) {
    int frame = owners.find(slots, slot);
    if (frame != FramePool.NONE && owners.tryTake(frame)) {
      content.set(frame, EMPTY);
      isUsed.set(frame, 0);
    }
  }
}

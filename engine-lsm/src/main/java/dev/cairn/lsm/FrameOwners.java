package dev.cairn.lsm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which block each frame has, and for how long it stays there.
 *
 * <p>An open table has a slot for each of its blocks: a frame's number plus one, or 0. A frame is
 * held by a count, and may be taken from its slot while the count is 0. Only one thread at a time
 * takes; all others may do anything at any time.
 */
final class FrameOwners {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int[] NO_SLOTS = {};

  // Instead of a count: the frame is in no slot, and nobody but its owner may use it.
  private static final int TAKEN = -1;

  // Rounds of the clock's hand that a block survives without being looked at.
  private static final byte DATA_ROUNDS = 1;
  private static final byte INDEX_ROUNDS = 4;

  /** After so many rounds every frame that nobody holds or looks at has been met with none left. */
  static final int MOST_ROUNDS = INDEX_ROUNDS + 1;

  // By frame. The place of its slot is written before the count becomes 0, which allows others to
  // take the frame from there.
  private final int[][] slotArrays;
  private final int[] slotIndexes;
  private final int[] holds;
  private final byte[] rounds;

  FrameOwners(int frames) {
    slotArrays = new int[frames][];
    slotIndexes = new int[frames];
    holds = new int[frames];
    rounds = new byte[frames];
    Arrays.fill(slotArrays, NO_SLOTS);
    Arrays.fill(holds, TAKEN);
  }

  /** The frame that a slot leads to, or {@link FramePool#NONE}. */
  int find(int[] slots, int index) {
    return (int) WORD.getAcquire(slots, index) - 1;
  }

  /** Lets a frame stay for as many rounds as its kind of block may. */
  void touch(int frame, byte kind) {
    byte fresh = rounds(kind);
    if (rounds[frame] != fresh) {
      rounds[frame] = fresh;
    }
  }

  private static byte rounds(byte kind) {
    return kind == TableFormat.DATA ? DATA_ROUNDS : INDEX_ROUNDS;
  }

  /**
   * Lets a slot lead to a frame that is complete, unless it leads to another.
   *
   * @return whether it does; otherwise nobody has seen the frame
   */
  boolean show(int frame, int[] slots, int index, byte kind) {
    WORD.setRelease(holds, frame, 1); // For readers that find it in its slot before this ends.
    if (!WORD.compareAndSet(slots, index, 0, frame + 1)) {
      holds[frame] = TAKEN;
      return false;
    }
    slotArrays[frame] = slots;
    slotIndexes[frame] = index;
    rounds[frame] = rounds(kind);
    endHold(frame);
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

  /** Takes a frame from its slot if no round is left to it; otherwise this was one. */
  boolean tryTakeAfterRound(int frame) {
    if (holds[frame] != 0) {
      return false;
    }
    if (rounds[frame] > 0) {
      rounds[frame]--;
      return false;
    }
    return tryTake(frame);
  }

  /** Takes a frame from its slot, unless somebody holds it. */
  boolean tryTake(int frame) {
    if (!WORD.compareAndSet(holds, frame, 0, TAKEN)) {
      return false;
    }
    WORD.setRelease(slotArrays[frame], slotIndexes[frame], 0);
    slotArrays[frame] = NO_SLOTS;
    return true;
  }
}

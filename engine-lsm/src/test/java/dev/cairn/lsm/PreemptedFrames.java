package dev.cairn.lsm;

import dev.cairn.internal.memory.Epochs;
import dev.cairn.testkit.edit.Preemption;
import java.util.Arrays;

/**
 * Reads a block through {@link FrameOwners} as the cache does, while at each step in turn its frame
 * is taken, and used again for another as soon as no pin keeps it. There are two slots and one
 * frame.
 */
final class PreemptedFrames {
  private static final int FRAME = 0;
  private static final int EMPTY = -1;

  private final Epochs epochs = new Epochs();
  private final FrameOwners owners = new FrameOwners(1);
  private final int[] slots = new int[2];

  /** The slot whose block the frame has. */
  private int content = EMPTY;

  private PreemptedFrames() {}

  /** Tries all, and returns how often another came between. Called in classes with points. */
  static int run() {
    int count = 0;
    for (int point = 0; tryHeld(point); point++) {
      count++;
    }
    for (int point = 0; tryShown(point); point++) {
      count++;
    }
    return count;
  }

  /** A block that is there is found and held, while its frame is taken for another. */
  private static boolean tryHeld(int point) {
    PreemptedFrames frames = new PreemptedFrames();
    frames.load(0);
    boolean isReached = Preemption.at(point, frames::reuse, frames::read);
    frames.requireSound(point);
    return isReached;
  }

  /** A block is loaded, while another thread reads it and takes its frame. */
  private static boolean tryShown(int point) {
    PreemptedFrames frames = new PreemptedFrames();
    boolean isReached =
        Preemption.at(
            point,
            () -> {
              frames.read();
              frames.reuse();
            },
            () -> frames.load(0));
    frames.requireSound(point);
    return isReached;
  }

  private void load(int slot) {
    content = slot;
    if (!owners.show(FRAME, slots, slot, TableFormat.DATA)) {
      throw new AssertionError("at this point nobody else shows a frame");
    }
  }

  private void read() {
    Epochs.Pin pin = epochs.pin();
    Preemption.here();
    int frame = owners.find(slots, 0);
    Preemption.here();
    if (frame == FramePool.NONE) {
      epochs.unpin(pin);
      return;
    }
    requireContent();
    boolean isHeld = owners.hold(frame);
    Preemption.here();
    requireContent();
    epochs.unpin(pin);
    boolean _ = epochs.reclaim(); // As anyone may who retires something.
    Preemption.here();
    if (isHeld) {
      requireContent();
      owners.endHold(frame);
    }
  }

  private void requireContent() {
    if (content != 0) {
      throw new AssertionError("at a point where the frame is kept it has another block");
    }
  }

  /** Takes the frame, unless it is held. */
  private void reuse() {
    int frame = owners.find(slots, 0);
    if (frame != FramePool.NONE && owners.tryTake(frame)) {
      epochs.retire(() -> {
        content = EMPTY;
        load(1);
      });
    }
  }

  /** Whatever came between, the frame is in one slot, and nobody keeps it for ever. */
  private void requireSound(int point) {
    boolean _ = epochs.reclaim();
    int[] expected = content == 0 ? new int[] {FRAME + 1, 0} : new int[] {0, FRAME + 1};
    if (!Arrays.equals(slots, expected)) {
      throw new AssertionError("after point %d: %s".formatted(point, Arrays.toString(slots)));
    }
    if (!owners.tryTake(FRAME)) {
      throw new AssertionError("after point %d the frame is held for ever".formatted(point));
    }
  }
}

package dev.cairn.bptree;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.testkit.edit.Preemption;
import java.util.Arrays;

/** Reads a value from a chain of which a page's frame is locked, as while it comes from a disk. */
final class HeldChain {
  /** Points of a read that takes far longer than any that is only disturbed. */
  private static final int POINTS = 20_000;

  private static final BPlusTreeOptions OPTIONS =
      BPlusTreeOptions.builder()
          .memoryBudgetBytes(1 << 20)
          .pageBytes(PageFormat.MIN_PAGE_BYTES)
          .build();

  private HeldChain() {}

  /** Called in classes with points. */
  static int run() {
    byte[] key = {1};
    byte[] value = new byte[3 * PageFormat.MIN_PAGE_BYTES];
    Arrays.fill(value, (byte) 7);
    BPlusTreeParts parts = BPlusTreeOpening.open(null, OPTIONS, Background.none());
    try {
      parts.writer().put(key, value, Durability.MEMORY);
      Frames frames = parts.tree().frames();
      int frame = frameOfChain(frames);
      frames.lock(frame);
      byte[][] found = new byte[1][];
      boolean isReached =
          Preemption.at(
              POINTS, () -> frames.unlock(frame), () -> found[0] = parts.reader().get(key, null));
      if (!isReached || !Arrays.equals(found[0], value)) {
        throw new AssertionError("the read did not wait");
      }
      return 1;
    } finally {
      parts.close();
    }
  }

  private static int frameOfChain(Frames frames) {
    for (int id = PageFormat.META_PAGES; ; id++) {
      int frame = frames.find(id);
      if (frame >= 0 && Page.kind(frames.memory(frame), frames.base(frame)) == PageFormat.CHAIN) {
        return frame;
      }
    }
  }
}

package dev.cairn.bptree;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.edit.Preemption;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Pins a page, while at each step in turn all other leaves come into memory, for which there are
 * not as many frames: a page that is not pinned goes, and its frame has another.
 */
final class PreemptedPins {
  private static final int KEYS = 2_000;
  private static final int VALUE_BYTES = 900;
  private static final BPlusTreeOptions OPTIONS =
      BPlusTreeOptions.builder()
          .memoryBudgetBytes(1 << 20)
          .pageBytes(PageFormat.MIN_PAGE_BYTES)
          .build();

  private final Tree tree;
  private final FramePool pool;
  private final Frames frames;
  private final List<Integer> leaves = new ArrayList<>();

  private PreemptedPins(Tree tree) {
    this.tree = tree;
    this.pool = tree.pool();
    this.frames = tree.frames();
    addLeaves(Tree.rootId(tree.root()), Tree.rootLevel(tree.root()));
    if (leaves.size() <= pool.maxFrames()) {
      throw new AssertionError("all leaves fit into memory");
    }
  }

  /** Tries all, and returns how often others came between. Called in classes with points. */
  static int run() {
    BPlusTreeParts parts = BPlusTreeOpening.open(new MemoryVfs(), OPTIONS, Background.none());
    try {
      for (int i = 0; i < KEYS; i++) {
        byte[] key = {(byte) (i >>> 8), (byte) i};
        parts.writer().put(key, new byte[VALUE_BYTES], Durability.MEMORY);
      }
      PreemptedPins pins = new PreemptedPins(parts.tree());
      return pins.count("pin", id -> pins.pool.pin(id))
          + pins.count("pinIfResident", id -> pins.pool.pinIfResident(id));
    } finally {
      parts.close();
    }
  }

  private void addLeaves(int id, int level) {
    if (level == 0) {
      leaves.add(id);
      return;
    }
    int frame = pool.pin(id, level);
    MemorySegment m = frames.memory(frame);
    long at = frames.base(frame);
    for (int i = -1; i < Page.count(m, at); i++) {
      addLeaves(Page.child(tree.shape(), m, at, i), level - 1);
    }
    frames.unpin(frame);
  }

  private int count(String call, IntUnaryOperator pin) {
    int wanted = leaves.getFirst();
    for (int point = 0; ; point++) {
      frames.unpin(pool.pin(wanted));
      int at = point;
      if (!Preemption.at(
          point, () -> loadOthers(wanted), () -> requirePage(call, at, wanted, pin))) {
        return point;
      }
    }
  }

  private void requirePage(String call, int point, int id, IntUnaryOperator pin) {
    int frame = pin.applyAsInt(id);
    Preemption.here();
    if (frame < 0) {
      return; // It is not in memory.
    }
    int found = Page.id(frames.memory(frame), frames.base(frame));
    if (frames.page(frame) != id || found != id) {
      throw new AssertionError(
          "%s, others at point %d: expected page %d, found %d".formatted(call, point, id, found));
    }
    frames.unpin(frame);
  }

  private void loadOthers(int wanted) {
    for (int id : leaves) {
      if (id != wanted) {
        frames.unpin(pool.pin(id));
      }
    }
  }
}

package dev.cairn.bptree;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.Vfs;

/**
 * Stores that live through in a second what others live through in a year: pages and fan-out so
 * small that the tree is deep, and checkpoints all the time.
 */
final class SmallStore {
  static final int SEGMENT_BYTES = 4 << 10;
  static final int PAGE_BYTES = 4 << 10;
  static final long BUDGET_BYTES = 1 << 20;
  static final long CHECKPOINT_BYTES = 8 << 10;

  private SmallStore() {}

  static BPlusTreeOptions options(Durability durability) {
    return BPlusTreeOptions.builder()
        .memoryBudgetBytes(BUDGET_BYTES)
        .segmentBytes(SEGMENT_BYTES)
        .pageBytes(PAGE_BYTES)
        .maxChildren(4)
        .checkpointBytes(CHECKPOINT_BYTES)
        .durability(durability)
        .build();
  }

  /**
   * Opens a store that does all its work on the threads that call it, so that it repeats exactly.
   */
  static BPlusTreeStore open(Vfs files, Durability durability) {
    return BPlusTreeStore.open(files, options(durability), Background.none());
  }

  /** Makes an empty store whose seed is known. */
  static void create(Vfs files, long seed) {
    BPlusTreeOpening.create(files, new PageShape(PAGE_BYTES, 4), seed, SEGMENT_BYTES);
  }
}

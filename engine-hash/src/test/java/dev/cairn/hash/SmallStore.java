package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;

/**
 * Stores that live through in a second what others live through in a year: segments so small that
 * they fill, are reclaimed and leave memory all the time.
 */
final class SmallStore {
  static final int SEGMENT_BYTES = 4 << 10;
  static final long BUDGET_BYTES = 1 << 20;

  private SmallStore() {}

  /** The options of a small store. */
  static HashOptions options(Durability durability) {
    return options(durability, Probing.GROUP);
  }

  static HashOptions options(Durability durability, Probing probing) {
    return HashOptions.builder()
        .memoryBudgetBytes(BUDGET_BYTES)
        .segmentBytes(SEGMENT_BYTES)
        .durability(durability)
        .probing(probing)
        .build();
  }

  /**
   * Opens a store that does all its work on the threads that call it, so that it repeats exactly.
   */
  static HashStore open(Vfs files, Durability durability) {
    return open(files, options(durability));
  }

  static HashStore open(Vfs files, HashOptions options) {
    return HashStore.open(new KeptVfs(files), options, Background.none());
  }

  /**
   * Makes an empty store whose seed is known; the engine itself would take a random one, and a
   * failure could not be repeated.
   */
  static void create(Vfs files, long seed) {
    SegmentList.EMPTY.write(files);
    new StoreFile(HashOpening.ENGINE, HashOpening.FORMAT_VERSION, seed, SEGMENT_BYTES).write(files);
  }
}

package dev.cairn.hash;

import dev.cairn.internal.memory.Block;

/** Linear probing: a key lies in the first slot that was free from its home on. */
final class LinearTable extends SlotArrayTable {
  LinearTable(Block block, int depth, double maxLoadFactor) {
    super(block, depth, maxLoadFactor);
  }

  @Override
  long match(long hash, int from) {
    int fingerprint = SlotFormat.fingerprint(hash);
    int at = from;
    // Bounded, because for a reader slots may move so that it meets no empty one.
    for (int left = slots; left > 0; left--) {
      long slot = slot(at);
      if (slot == SlotFormat.EMPTY) {
        return NONE;
      }
      if (SlotFormat.slotFingerprint(slot) == fingerprint) {
        return at;
      }
      at = next(at);
    }
    return NONE;
  }

  @Override
  void insert(long hash, long address) {
    int at = SlotFormat.home(hash, slots);
    while (slot(at) != SlotFormat.EMPTY) {
      at = next(at);
    }
    set(at, SlotFormat.slot(hash, address), SlotFormat.tag(hash));
  }
}

package dev.cairn.hash;

import dev.cairn.internal.memory.Block;

/**
 * Linear probing in which a key that has come a longer way from its home takes the slot of one that
 * has come a shorter way. So the keys lie in the order of their homes, and a search ends at the
 * first slot that is nearer to its home than the search is.
 */
final class RobinHoodTable extends SlotArrayTable {
  RobinHoodTable(Block block, int depth, double maxLoadFactor) {
    super(block, depth, maxLoadFactor);
  }

  @Override
  long match(long hash, int from) {
    int fingerprint = SlotFormat.fingerprint(hash);
    int at = from;
    int come = distance(SlotFormat.home(hash, slots), from);
    for (int left = slots; left > 0; left--) {
      long slot = slot(at);
      if (slot == SlotFormat.EMPTY || distance(home(slot), at) < come) {
        return NONE;
      }
      if (SlotFormat.slotFingerprint(slot) == fingerprint) {
        return at;
      }
      at = next(at);
      come++;
    }
    return NONE;
  }

  @Override
  void insert(long hash, long address) {
    long slot = SlotFormat.slot(hash, address);
    byte tag = SlotFormat.tag(hash);
    int at = SlotFormat.home(hash, slots);
    int come = 0;
    beginMoves();
    for (; ; ) {
      long there = slot(at);
      if (there == SlotFormat.EMPTY) {
        set(at, slot, tag);
        endMoves();
        return;
      }
      int thereCome = distance(home(there), at);
      if (thereCome < come) {
        byte thereTag = tag(at);
        set(at, slot, tag);
        slot = there;
        tag = thereTag;
        come = thereCome;
      }
      at = next(at);
      come++;
    }
  }
}

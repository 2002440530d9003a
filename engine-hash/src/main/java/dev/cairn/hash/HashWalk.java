package dev.cairn.hash;

import dev.cairn.EntryVisitor;
import dev.cairn.internal.memory.Epochs;

/** Walks over all pairs, in the order of their hashes' leading bits. */
final class HashWalk {
  private final HashIndex index;
  private final Lookup lookup;
  private final Epochs epochs;

  HashWalk(HashIndex index, Lookup lookup, Epochs epochs) {
    this.index = index;
    this.lookup = lookup;
    this.epochs = epochs;
  }

  void forEach(EntryVisitor visitor) {
    for (int shard = 0; shard < SlotFormat.SHARDS; shard++) {
      for (int prefix = 0; prefix < 1 << SlotFormat.FINGERPRINT_BITS; ) {
        prefix = visitTable(shard, prefix, visitor);
      }
    }
  }

  /**
   * Visits the pairs of one table as it is now, under one pin, and returns the next table's prefix.
   */
  private int visitTable(int shardIndex, int prefix, EntryVisitor visitor) {
    Shard shard = index.shardAt(shardIndex);
    Epochs.Pin pin;
    TableImage table = null;
    // The pin comes second: a writer that holds the lock may be waiting for all pins to end.
    shard.lock.lock();
    try {
      pin = epochs.pinToLend();
      try {
        table = index.image(shardIndex, prefix);
      } finally {
        if (table == null) {
          epochs.unpinLent(pin);
        }
      }
    } finally {
      shard.lock.unlock();
    }
    try {
      visit(table.slots(), visitor);
    } finally {
      epochs.unpinLent(pin);
    }
    return table.nextPrefix();
  }

  private void visit(long[] slots, EntryVisitor visitor) {
    Prefetch fetched = lookup.prefetch(slots.length);
    for (int i = 0; i < slots.length; i++) {
      if (i % Prefetch.KEYS == 0) {
        fetched.fetchRecords(slots, i, Math.min(Prefetch.KEYS, slots.length - i));
      }
      lookup.at(
          SlotFormat.address(slots[i]),
          (memory, offset) -> {
            visitor.visit(
                Lookup.key(memory, offset).asReadOnly(), Lookup.value(memory, offset).asReadOnly());
            return true;
          });
    }
  }
}

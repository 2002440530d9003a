package dev.cairn.hash;

import java.util.function.LongPredicate;

/**
 * A table's slots at one moment.
 *
 * @param shard the shard's index
 * @param prefix the fingerprint bits that all keys share, followed by zeros
 * @param depth how many bits those are
 * @param slots the slots, without empty ones
 * @param tags the tag of each slot
 */
@SuppressWarnings("ArrayRecordComponent") // Moved around inside this package, never compared.
record TableImage(int shard, int prefix, int depth, long[] slots, byte[] tags) {

  static TableImage of(Table table, int shard, int prefix) {
    long[] slots = new long[table.count()];
    byte[] tags = new byte[slots.length];
    table.copySlots(slots, tags);
    int shared = -span(table.depth());
    return new TableImage(shard, prefix & shared, table.depth(), slots, tags);
  }

  private static int span(int depth) {
    return 1 << (SlotFormat.FINGERPRINT_BITS - depth);
  }

  int count() {
    return slots.length;
  }

  /** The prefix of the table behind this one, or {@code 1 << FINGERPRINT_BITS} behind the last. */
  int nextPrefix() {
    return prefix + span(depth);
  }

  /** The same without the slots whose addresses a predicate refuses. */
  TableImage retain(LongPredicate addresses) {
    int kept = 0;
    for (long slot : slots) {
      kept += addresses.test(SlotFormat.address(slot)) ? 1 : 0;
    }
    if (kept == slots.length) {
      return this;
    }
    long[] keptSlots = new long[kept];
    byte[] keptTags = new byte[kept];
    for (int i = 0, next = 0; i < slots.length; i++) {
      if (addresses.test(SlotFormat.address(slots[i]))) {
        keptSlots[next] = slots[i];
        keptTags[next++] = tags[i];
      }
    }
    return new TableImage(shard, prefix, depth, keptSlots, keptTags);
  }
}

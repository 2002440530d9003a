package dev.cairn.hash;

import dev.cairn.internal.log.AddressSpace;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.Residence;
import dev.cairn.internal.memory.CacheLines;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the cache lines that look-ups of several keys will need, all keys' lines of the index and
 * then all keys' records, so that the misses of different keys overlap. Keeps what it found on the
 * way: for each key the first slot that may be its own, and where that leads.
 *
 * <p>What it finds is a guess, as nothing is checked and nothing pinned; {@link Lookup} checks. The
 * loops that load are kept apart from those that compute: the processor looks a few hundred
 * instructions ahead, and the fewer an iteration has, the more misses are under way at once.
 *
 * <p>Used by one thread.
 */
final class Prefetch {
  /** How many keys at once: their lines fit in the first-level cache. */
  static final int KEYS = 64;

  private final HashIndex index;
  private final AddressSpace addresses;
  private final @Nullable Table[] tables;
  private final long[] positions;
  private final long[] slots;
  private final @Nullable LogSegment[] segments;
  private final @Nullable Residence[] residences;
  private final long[] offsets;

  /**
   * @param keys the most keys that one call will be given
   */
  Prefetch(HashIndex index, AddressSpace addresses, int keys) {
    this.index = index;
    this.addresses = addresses;
    int capacity = Math.min(keys, KEYS);
    this.tables = new Table[capacity];
    this.positions = new long[capacity];
    this.slots = new long[capacity];
    this.segments = new LogSegment[capacity];
    this.residences = new Residence[capacity];
    this.offsets = new long[capacity];
  }

  /** Fetches for the keys with so many hashes from an index on. */
  void fetch(long[] hashes, int from, int count) {
    try {
      findTables(hashes, from, count);
      touchTables(count);
      for (int i = 0; i < count; i++) {
        Table table = tables[i];
        long position = table == null ? Table.NONE : table.firstMatch(hashes[from + i]);
        positions[i] = position;
        find(i, position == Table.NONE || table == null ? SlotFormat.EMPTY : table.slot(position));
      }
      touchRecords(count);
    } catch (IllegalStateException | IndexOutOfBoundsException memoryWentAway) {
      forget(); // The look-ups find out.
    }
  }

  /** Fetches no more than the index's lines for the keys with so many hashes. */
  void fetchTables(long[] hashes, int count) {
    try {
      findTables(hashes, 0, count);
      touchTables(count);
    } catch (IllegalStateException | IndexOutOfBoundsException memoryWentAway) {
      // A table was divided meanwhile; then some lines are missed later.
    }
  }

  private void findTables(long[] hashes, int from, int count) {
    for (int i = 0; i < count; i++) {
      Table table = index.table(hashes[from + i]);
      tables[i] = table;
      offsets[i] = table.homeOffset(hashes[from + i]);
    }
  }

  /** Fetches the records that so many slots from an index on lead to. The caller is pinned. */
  void fetchRecords(long[] leadingSlots, int from, int count) {
    for (int i = 0; i < count; i++) {
      find(i, leadingSlots[from + i]);
    }
    touchRecords(count);
  }

  private void find(int i, long slot) {
    slots[i] = slot;
    LogSegment segment = slot == SlotFormat.EMPTY ? null : addresses.find(SlotFormat.address(slot));
    segments[i] = segment;
    residences[i] = segment == null ? null : segment.residence();
    offsets[i] = segment == null ? 0 : segment.offset(SlotFormat.address(slot));
  }

  private void touchTables(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Table table = tables[i];
      if (table != null) {
        sum += touch(table.memory, offsets[i]);
      }
    }
    CacheLines.keep(sum);
  }

  private void touchRecords(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Residence residence = residences[i];
      if (residence != null) {
        sum += touchRecord(residence.memory(), offsets[i]);
      }
    }
    CacheLines.keep(sum);
  }

  private static long touch(MemorySegment memory, long offset) {
    long second = Math.min(offset + CacheLines.BYTES, memory.byteSize() - 1);
    return (long) memory.get(ValueLayout.JAVA_BYTE, offset)
        + memory.get(ValueLayout.JAVA_BYTE, second);
  }

  /** A record of a key of 16 bytes and a value of 100 ends in the third line or behind it. */
  private static long touchRecord(MemorySegment memory, long offset) {
    long third = Math.min(offset + 2 * CacheLines.BYTES, memory.byteSize() - 1);
    return touch(memory, offset) + memory.get(ValueLayout.JAVA_BYTE, third);
  }

  private void forget() {
    for (int i = 0; i < residences.length; i++) {
      residences[i] = null;
    }
  }

  /** The table of a key. */
  @Nullable Table table(int i) {
    return tables[i];
  }

  /** Where in the table the slot is. */
  long position(int i) {
    return positions[i];
  }

  /** The slot. */
  long slot(int i) {
    return slots[i];
  }

  /** The segment that the slot led to. */
  @Nullable LogSegment segment(int i) {
    return segments[i];
  }

  /** The segment's memory; null if there is nothing to go on from. */
  @Nullable Residence residence(int i) {
    return residences[i];
  }

  /** Where in it the record begins. */
  long offset(int i) {
    return offsets[i];
  }
}

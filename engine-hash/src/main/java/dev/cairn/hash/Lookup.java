package dev.cairn.hash;

import dev.cairn.CorruptionException;
import dev.cairn.internal.log.AddressSpace;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.Residence;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.simd.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the record of a key, through the index and in the log.
 *
 * <p>{@link #get} first reads without a lock or a pin, as a sequence lock's reader does: nothing
 * keeps what it reads from being used for something else meanwhile, so it looks afterwards whether
 * that happened. What it must see unchanged is, in this order: the slot, read again after the
 * segment was looked up, which proves that the address meant that segment; and the segment's
 * residence, after each read of the record, which proves that the bytes were the segment's. If
 * anything changed, or the record is not in memory, it looks again under a pin, which keeps
 * everything in its place.
 */
final class Lookup {
  private static final byte[] NOTHING = {};

  private enum Want {
    VALUE,
    PRESENCE
  }

  /** Looks at a record; both are lent until it returns. */
  @FunctionalInterface
  interface RecordUse<R extends @Nullable Object> {
    R use(MemorySegment memory, long offset);
  }

  /** What a writer finds: a position in a table, and how long the record there is. */
  record Match(long position, long address, long recordBytes) {}

  private final HashIndex index;
  private final AddressSpace addresses;
  private final Epochs epochs;

  Lookup(HashIndex index, AddressSpace addresses, Epochs epochs) {
    this.index = index;
    this.addresses = addresses;
    this.epochs = epochs;
  }

  byte @Nullable [] get(byte[] key, long hash) {
    return look(key, hash, Want.VALUE);
  }

  boolean contains(byte[] key, long hash) {
    return look(key, hash, Want.PRESENCE) != null;
  }

  List<byte @Nullable []> getAll(List<byte[]> keys, long[] hashes) {
    List<byte @Nullable []> values = new ArrayList<>(hashes.length);
    Prefetch fetched = prefetch(hashes.length);
    for (int from = 0; from < hashes.length; from += Prefetch.KEYS) {
      int count = Math.min(Prefetch.KEYS, hashes.length - from);
      fetched.fetch(hashes, from, count);
      for (int i = 0; i < count; i++) {
        byte[] key = keys.get(from + i);
        byte[] value = fetchedValue(fetched, i, key);
        values.add(value != null ? value : get(key, hashes[from + i]));
      }
    }
    return values;
  }

  /** What fetches for as many keys at once. */
  Prefetch prefetch(int keys) {
    return new Prefetch(index, addresses, keys);
  }

  /**
   * The value of a key if its first slot leads to it, read and checked as {@link #look} does; null
   * if anything is otherwise, which says nothing about the key.
   */
  private static byte @Nullable [] fetchedValue(Prefetch fetched, int i, byte[] key) {
    Table table = fetched.table(i);
    LogSegment segment = fetched.segment(i);
    Residence residence = fetched.residence(i);
    if (table == null || segment == null || residence == null) {
      return null;
    }
    try {
      VarHandle.loadLoadFence();
      if (table.slot(fetched.position(i)) != fetched.slot(i) || table.isRetired()) {
        return null;
      }
      MemorySegment memory = residence.memory();
      long offset = fetched.offset(i);
      int valueBytes = LogRecord.valueBytes(memory, offset);
      boolean isKey = hasKey(memory, offset, key, 0, key.length);
      VarHandle.loadLoadFence();
      if (!isKey || segment.residence() != residence) {
        return null;
      }
      byte[] value = value(memory, offset, key.length, valueBytes);
      VarHandle.loadLoadFence();
      return segment.residence() == residence ? value : null;
    } catch (IllegalStateException | IndexOutOfBoundsException memoryWentAway) {
      return null;
    }
  }

  private static byte[] value(MemorySegment memory, long offset, int keyBytes, int valueBytes) {
    long valueOffset = LogRecord.keyOffset(offset) + keyBytes;
    // Before an array of any size is made: the slot may be wrong, or the memory another segment's.
    Objects.checkFromIndexSize(valueOffset, valueBytes, memory.byteSize());
    byte[] value = new byte[valueBytes];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, valueOffset, value, 0, valueBytes);
    return value;
  }

  /**
   * The key's value, or nothing but an array if only presence is wanted; null if the key is absent.
   */
  private byte @Nullable [] look(byte[] key, long hash, Want want) {
    try {
      Table table = index.table(hash);
      int moves = table.moves();
      long position = table.firstMatch(hash);
      while (position != Table.NONE) {
        long slot = table.slot(position);
        long address = SlotFormat.address(slot);
        LogSegment segment = addresses.find(address);
        Residence residence = segment == null ? null : segment.residence();
        VarHandle.loadLoadFence();
        if (slot == SlotFormat.EMPTY
            || segment == null
            || residence == null
            || table.slot(position) != slot
            || table.isRetired()) {
          return lookPinned(key, hash, want);
        }
        MemorySegment memory = residence.memory();
        long offset = segment.offset(address);
        int valueBytes = LogRecord.valueBytes(memory, offset);
        boolean isKey = hasKey(memory, offset, key, 0, key.length);
        VarHandle.loadLoadFence();
        if (segment.residence() != residence) {
          return lookPinned(key, hash, want);
        }
        if (isKey) {
          if (want == Want.PRESENCE) {
            return NOTHING;
          }
          byte[] value = value(memory, offset, key.length, valueBytes);
          VarHandle.loadLoadFence();
          return segment.residence() == residence ? value : lookPinned(key, hash, want);
        }
        position = table.nextMatch(hash, position);
      }
      if (isMissSure(table, moves)) {
        return null;
      }
    } catch (IllegalStateException | IndexOutOfBoundsException memoryWentAway) {
      // The pinned look-up tells whether the store was closed.
    }
    return lookPinned(key, hash, want);
  }

  private byte @Nullable [] lookPinned(byte[] key, long hash, Want want) {
    Epochs.Pin pin = epochs.pin();
    try {
      return find(
          key,
          hash,
          (memory, offset) ->
              want == Want.PRESENCE
                  ? NOTHING
                  : value(memory, offset).toArray(ValueLayout.JAVA_BYTE));
    } finally {
      epochs.unpin(pin);
    }
  }

  /** Whether a search that found nothing cannot have overlooked a slot that moved. */
  private static boolean isMissSure(Table table, int moves) {
    VarHandle.loadLoadFence();
    return (moves & 1) == 0 && table.moves() == moves && !table.isRetired();
  }

  private static boolean hasKey(
      MemorySegment memory, long offset, byte[] key, int keyOffset, int keyBytes) {
    return LogRecord.keyBytes(memory, offset) == keyBytes
        && Bytes.equal(memory, LogRecord.keyOffset(offset), key, keyOffset, keyBytes);
  }

  /** A record's value, in place. */
  static MemorySegment value(MemorySegment memory, long offset) {
    return memory.asSlice(
        LogRecord.keyOffset(offset) + LogRecord.keyBytes(memory, offset),
        LogRecord.valueBytes(memory, offset));
  }

  /** A record's key, in place. */
  static MemorySegment key(MemorySegment memory, long offset) {
    return memory.asSlice(LogRecord.keyOffset(offset), LogRecord.keyBytes(memory, offset));
  }

  /** Shows a key's record, or returns null if there is none. The caller is pinned. */
  <R extends @Nullable Object> @Nullable R find(byte[] key, long hash, RecordUse<R> use) {
    for (; ; ) {
      Table table = index.table(hash);
      int moves = table.moves();
      for (long position = table.firstMatch(hash);
          position != Table.NONE;
          position = table.nextMatch(hash, position)) {
        long slot = table.slot(position);
        if (slot == SlotFormat.EMPTY) {
          continue;
        }
        try (Arena arena = Arena.ofConfined()) {
          RecordPlace place = place(SlotFormat.address(slot), arena);
          if (hasKey(place.memory, place.offset, key, 0, key.length)) {
            return use.use(place.memory, place.offset);
          }
        }
      }
      if (isMissSure(table, moves)) {
        return null;
      }
      Thread.onSpinWait();
    }
  }

  /** Shows the record at an address that a slot held under the caller's pin. */
  <R extends @Nullable Object> R at(long address, RecordUse<R> use) {
    try (Arena arena = Arena.ofConfined()) {
      RecordPlace place = place(address, arena);
      return use.use(place.memory, place.offset);
    }
  }

  private record RecordPlace(MemorySegment memory, long offset) {}

  private RecordPlace place(long address, Arena arena) {
    LogSegment segment = addresses.find(address);
    if (segment == null) {
      throw leadsNowhere(address);
    }
    long offset = segment.offset(address);
    Residence residence = segment.residence();
    if (residence == null) {
      return new RecordPlace(segment.readCold(offset, arena), 0);
    }
    segment.requireRecord(residence.memory(), offset);
    return new RecordPlace(residence.memory(), offset);
  }

  /**
   * What is thrown for a slot that came with an index image, which is wrong although it is whole.
   */
  static CorruptionException leadsNowhere(long address) {
    return new CorruptionException(
        IndexImageFormat.FILE_NAME, 0, "slot", "an address in a segment", "address " + address);
  }

  /**
   * Where a table has a key, or null. The caller holds the shard's lock, so that slots and segments
   * stay; only memory may go.
   */
  @Nullable Match match(Table table, long hash, byte[] key, int keyOffset, int keyBytes) {
    for (long position = table.firstMatch(hash);
        position != Table.NONE;
        position = table.nextMatch(hash, position)) {
      long address = SlotFormat.address(table.slot(position));
      long recordBytes = recordBytesIfKey(address, key, keyOffset, keyBytes);
      if (recordBytes > 0) {
        return new Match(position, address, recordBytes);
      }
    }
    return null;
  }

  private long recordBytesIfKey(long address, byte[] key, int keyOffset, int keyBytes) {
    LogSegment segment = addresses.find(address);
    Residence residence = segment == null ? null : segment.residence();
    if (segment != null && residence != null) {
      try {
        MemorySegment memory = residence.memory();
        long offset = segment.offset(address);
        boolean isKey = hasKey(memory, offset, key, keyOffset, keyBytes);
        long recordBytes = LogRecord.bytes(memory, offset);
        VarHandle.loadLoadFence();
        if (segment.residence() == residence) {
          return isKey ? recordBytes : 0;
        }
      } catch (IllegalStateException | IndexOutOfBoundsException memoryWentAway) {
        // Under a pin it does not.
      }
    }
    Epochs.Pin pin = epochs.pin();
    try {
      return at(
          address,
          (memory, offset) ->
              hasKey(memory, offset, key, keyOffset, keyBytes)
                  ? LogRecord.bytes(memory, offset)
                  : 0L);
    } finally {
      epochs.unpin(pin);
    }
  }
}

package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogRecovery;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.LogSettings;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.log.Residence;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Lookup}, and a writer that does what a store's writers and its reclaim do to what it
 * reads: the memory of a segment that has gone, and its addresses, are given to the next one at
 * once. Keys and values are numbers; all keys have one hash.
 */
final class LookupParts implements AutoCloseable {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SEGMENT_BYTES = 4 << 10;
  private static final double LOAD = 0.86;
  private static final long HASH = 0x123456789abcdef0L;
  private static final int KEYS = 3;

  private final MemoryBudget budget = new MemoryBudget(1 << 20);
  private final Epochs epochs = new Epochs();
  private final Log log =
      LogRecovery.open(
          new LogSettings(
              null, 1, new SegmentMemory(budget, epochs, SEGMENT_BYTES), epochs, Runnable::run, 0),
          LogStart.NEW,
          _ -> (_, _, _) -> {});
  private final Probing probing;
  private final Lookup lookup;
  private final HashIndex index;
  private final Shard shard;

  LookupParts(Probing probing) {
    this.probing = probing;
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .segmentBytes(SEGMENT_BYTES)
            .probing(probing)
            .build();
    index = new HashIndex(options, 0, budget, 0, epochs, Runnable::run, () -> false);
    lookup = new Lookup(index, log.addresses(), epochs);
    shard = index.shard(HASH);
  }

  private static byte[] bytes(int number) {
    return new byte[] {(byte) number};
  }

  /** As {@link HashStore#get}; 0 for null. */
  int get(int key) {
    return number(lookup.get(bytes(key), HASH));
  }

  /** As {@link HashStore#getAll} of one key. */
  int getAll(int key) {
    return number(lookup.getAll(List.of(bytes(key)), new long[] {HASH}).getFirst());
  }

  private static int number(byte @Nullable [] value) {
    return value == null ? 0 : value[0];
  }

  /** As {@link HashStore#put}. */
  void put(int key, int value) {
    index.makeRoom(shard, HASH);
    Lookup.@Nullable Match match = match(key);
    long address = append(key, value);
    if (match == null) {
      shard.table(HASH).add(HASH, address);
    } else {
      shard.table(HASH).replace(HASH, match.position(), address);
    }
  }

  private long append(int key, int value) {
    return log.append(LogRecord.put(bytes(key), bytes(value)), Durability.MEMORY);
  }

  private Lookup.@Nullable Match match(int key) {
    return lookup.match(shard.table(HASH), HASH, bytes(key), 0, 1);
  }

  /**
   * Lets a slot lead into a value, to bytes that read like a record of the key with a value of so
   * many bytes: what a wrong index image can do.
   */
  void addForged(int key, int valueBytes) {
    int valueOffset = RecordFormat.HEADER_BYTES + bytes(key).length;
    int forged = (int) RecordFormat.recordBytes(bytes(key).length, 0);
    byte[] value = new byte[2 * forged];
    MemorySegment record = MemorySegment.ofArray(value).asSlice(forged - valueOffset);
    record.set(INT, RecordFormat.VALUE_BYTES_OFFSET, valueBytes);
    record.set(SHORT, RecordFormat.KEY_BYTES_OFFSET, (short) bytes(key).length);
    record.set(ValueLayout.JAVA_BYTE, RecordFormat.KIND_OFFSET, RecordFormat.PUT);
    record.set(ValueLayout.JAVA_BYTE, RecordFormat.HEADER_BYTES, (byte) key);
    index.makeRoom(shard, HASH);
    long address = log.append(LogRecord.put(bytes(key), value), Durability.MEMORY);
    shard.table(HASH).add(HASH, address + forged / RecordFormat.ALIGNMENT_BYTES);
  }

  /** As {@link HashStore#delete}, but for the record. */
  void delete(int key) {
    Lookup.@Nullable Match match = match(key);
    if (match != null) {
      shard.table(HASH).delete(HASH, match.position());
    }
  }

  /** Moves all records to a segment of their own so many times, and frees those before it. */
  void reclaim(int times) {
    for (int i = 0; i < times; i++) {
      replaceSegments(() -> {
        for (int key = KEYS; key >= 1; key--) {
          move(key);
        }
      });
    }
  }

  /** Fills a segment with records that no slot leads to yet, and frees those before it. */
  void writeElsewhere(int key, int value) {
    replaceSegments(() -> {
      for (int i = 0; i < KEYS; i++) {
        long _ = append(key, value);
      }
    });
  }

  private void replaceSegments(Runnable filling) {
    List<LogSegment> segments = log.segments();
    var _ = log.startSegment();
    filling.run();
    if (log.segments().size() > segments.size()) {
      segments.forEach(log::remove);
    }
  }

  private void move(int key) {
    Lookup.@Nullable Match match = match(key);
    LogSegment from = match == null ? null : log.addresses().find(match.address());
    Residence residence = from == null ? null : from.residence();
    if (match != null && from != null && residence != null) {
      long moved =
          log.appendCopy(residence.memory(), from.offset(match.address()), Durability.MEMORY);
      shard.table(HASH).replace(HASH, match.position(), moved);
    }
  }

  /** Copies the slots to another table, as the index does when one is full. */
  void replaceTable() {
    Table old = shard.table(HASH);
    Block block = Objects.requireNonNull(Block.tryAllocate(budget, old.bytes()));
    Table next =
        switch (probing) {
          case GROUP -> new GroupTable(block, old.depth(), LOAD);
          case LINEAR -> new LinearTable(block, old.depth(), LOAD);
          case ROBIN_HOOD -> new RobinHoodTable(block, old.depth(), LOAD);
          case CHAINED -> new ChainedTable(block, old.depth(), LOAD);
        };
    TableContent content = new TableContent();
    content.take(old);
    next.fill(shard.index(), content, 0, content.count());
    shard.replace(old, next, next);
    epochs.retire(old::free);
  }

  @Override
  public void close() {
    epochs.close();
    index.close();
    log.close();
  }
}

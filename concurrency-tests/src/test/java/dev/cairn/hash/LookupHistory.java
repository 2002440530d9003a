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
import java.util.List;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/**
 * {@link Lookup} while a writer puts, deletes, and replaces segments and tables: the memory of a
 * segment that has gone, and its addresses, are given to the next one at once. All keys have one
 * hash.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:2")
@Param(name = "value", gen = IntGen.class, conf = "1:3")
public class LookupHistory {
  private static final int SEGMENT_BYTES = 4 << 10;
  private static final double LOAD = 0.86;
  private static final long HASH = 0x123456789abcdef0L;

  private final MemoryBudget budget = new MemoryBudget(1 << 20);
  private final Epochs epochs = new Epochs();
  private final Log log =
      LogRecovery.open(
          new LogSettings(
              null, 1, new SegmentMemory(budget, epochs, SEGMENT_BYTES), epochs, Runnable::run, 0),
          LogStart.NEW,
          _ -> (_, _, _) -> {});
  private final HashIndex index;
  private final Lookup lookup;
  private final Shard shard;

  /** Makes an empty index over an empty log. */
  public LookupHistory() {
    index = new HashIndex(options(), 0, budget, 0, epochs, Runnable::run, () -> false);
    lookup = new Lookup(index, log.addresses(), epochs);
    shard = index.shard(HASH);
  }

  private static HashOptions options() {
    return HashOptions.builder().memoryBudgetBytes(1 << 20).segmentBytes(SEGMENT_BYTES).build();
  }

  private static byte[] bytes(int number) {
    return new byte[] {(byte) number};
  }

  /** As {@link HashStore#get}. */
  @Operation
  public int get(@Param(name = "key") int key) {
    byte @Nullable [] value = lookup.get(bytes(key), HASH);
    return value == null ? 0 : value[0];
  }

  /** As {@link HashStore#put}. */
  @Operation(nonParallelGroup = "writer")
  public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
    index.makeRoom(shard, HASH);
    Lookup.@Nullable Match match = match(key);
    long address = log.append(LogRecord.put(bytes(key), bytes(value)), Durability.MEMORY);
    if (match == null) {
      shard.table(HASH).add(HASH, address);
    } else {
      shard.table(HASH).replace(HASH, match.position(), address);
    }
  }

  private Lookup.@Nullable Match match(int key) {
    return lookup.match(shard.table(HASH), HASH, bytes(key), 0, 1);
  }

  /** As {@link HashStore#delete}. */
  @Operation(nonParallelGroup = "writer")
  public void delete(@Param(name = "key") int key) {
    Lookup.@Nullable Match match = match(key);
    if (match != null) {
      shard.table(HASH).delete(HASH, match.position());
    }
  }

  /** Moves all records twice: those of the second time have the number and memory of the first. */
  @Operation(nonParallelGroup = "writer")
  public void reclaim() {
    moveAll();
    moveAll();
  }

  private void moveAll() {
    List<LogSegment> segments = log.segments();
    var _ = log.startSegment();
    for (int key = 2; key >= 1; key--) {
      move(key);
    }
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
  @Operation(nonParallelGroup = "writer")
  public void replaceTable() {
    Table old = shard.table(HASH);
    Block block = Objects.requireNonNull(Block.tryAllocate(budget, old.bytes()));
    Table next = new GroupTable(block, old.depth(), LOAD);
    TableContent content = new TableContent();
    content.take(old);
    next.fill(shard.index(), content, 0, content.count());
    shard.replace(old, next, next);
    epochs.retire(old::free);
  }
}

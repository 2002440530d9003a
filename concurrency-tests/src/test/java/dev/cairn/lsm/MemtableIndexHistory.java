package dev.cairn.lsm;

import dev.cairn.Durability;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogRecovery;
import dev.cairn.internal.log.LogSettings;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.log.SegmentStay;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.TreeSet;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * {@link MemtableIndex} and its {@link SkipList}, while one adds and others search and go through
 * the list. All keys are in one bucket. As in the store, a record counts once it is before what is
 * visible: searches may find it earlier than the list has it.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:3")
public class MemtableIndexHistory {
  private static final int SEGMENT_BYTES = 4 << 10;

  private final MemoryBudget budget = new MemoryBudget(1 << 20);
  private final Epochs epochs = new Epochs();
  private final Log log =
      LogRecovery.open(
          new LogSettings(
              null,
              1,
              new SegmentMemory(budget, epochs, SEGMENT_BYTES, SegmentStay.UNTIL_REMOVED),
              epochs,
              Runnable::run,
              0),
          LogStart.NEW,
          _ -> (_, _, _) -> {});
  private final LogRecords records = new LogRecords(log.addresses());
  private final MemtableIndex index =
      MemtableIndex.create(budget, records, SEGMENT_BYTES, new byte[0]);
  private final Sequences sequences = new Sequences();

  private static byte[] bytes(int number) {
    return new byte[] {(byte) number};
  }

  /** Adds a newer record of a key. */
  @Operation(nonParallelGroup = "writer")
  public void put(@Param(name = "key") int key) {
    index.reserve(1);
    long address = log.append(LogRecord.put(bytes(key), bytes(0)), Durability.MEMORY);
    index.add(address, bytes(key), 0, 1, /* hash= */ 0);
    sequences.setVisible(records.sequence(address) + 1);
  }

  /** The address of a key's newest record; 0 if it has none. */
  @Operation
  public long newest(@Param(name = "key") int key) {
    long before = sequences.visible();
    int node = newestBefore(index.newest(bytes(key), /* hash= */ 0), key, before);
    return node == SkipList.NONE ? 0 : index.address(node);
  }

  private int newestBefore(int newest, int key, long sequence) {
    return newest == SkipList.NONE ? newest : index.newestBefore(newest, bytes(key), sequence);
  }

  /** The address of a key's oldest record, found by sequence. */
  @Operation
  public long oldest(@Param(name = "key") int key) {
    long before = sequences.visible();
    int node = newestBefore(index.newest(bytes(key), /* hash= */ 0), key, before);
    long address = 0;
    while (node != SkipList.NONE) {
      address = index.address(node);
      node = index.newestBefore(node, bytes(key), records.sequence(address));
    }
    return address;
  }

  /** All addresses in their order, in one number. */
  @Operation
  public long list() {
    long visible = sequences.visible();
    SkipList list = index.ordered();
    long all = 0;
    for (int node = list.firstNode(); node != SkipList.NONE; node = list.next(node)) {
      long address = list.address(node);
      if (records.sequence(address) < visible) {
        all = all * 31 + address;
      }
    }
    return all;
  }

  /** The newest record of a key as the list has it. */
  @Operation
  public long seek(@Param(name = "key") int key) {
    long visible = sequences.visible();
    int node = index.ordered().seek(bytes(key), 1, visible);
    return node != SkipList.NONE && records.hasKey(index.address(node), bytes(key), 0, 1)
        ? index.address(node)
        : 0;
  }

  /** All sequences that cursors have, in or beside the list, in one number. */
  @Operation
  public long cursors() {
    long visible = sequences.visible();
    TreeSet<Long> found = new TreeSet<>();
    for (EntryCursor cursor : index.cursors()) {
      for (cursor.first(); cursor.valid; cursor.next()) {
        if (cursor.sequence < visible) {
          found.add(cursor.sequence);
        }
      }
    }
    long all = 0;
    for (long sequence : found) {
      all = all * 31 + sequence;
    }
    return all;
  }
}

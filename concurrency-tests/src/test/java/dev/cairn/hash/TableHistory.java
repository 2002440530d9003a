package dev.cairn.hash;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A table of the index while one writes and others search, as {@link Lookup} does. All keys have
 * one hash, so that slots move, chains join and searches go on.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:3")
public abstract class TableHistory {
  private static final double LOAD = 0.8;
  private static final int KEYS = 4;
  private static final long HASH = -1;
  private static final int VERSIONS = 1000;

  private final Table table;
  private int version;

  TableHistory(Probing probing) {
    MemoryBudget budget = new MemoryBudget(1 << 20);
    long bytes =
        switch (probing) {
          case GROUP -> GroupTable.bytesFor(KEYS, LOAD);
          case LINEAR, ROBIN_HOOD -> SlotArrayTable.bytesFor(KEYS, LOAD);
          case CHAINED -> ChainedTable.bytesFor(KEYS, LOAD);
        };
    Block block = Objects.requireNonNull(Block.tryAllocate(budget, bytes));
    table =
        switch (probing) {
          case GROUP -> new GroupTable(block, 0, LOAD);
          case LINEAR -> new LinearTable(block, 0, LOAD);
          case ROBIN_HOOD -> new RobinHoodTable(block, 0, LOAD);
          case CHAINED -> new ChainedTable(block, 0, LOAD);
        };
  }

  /** An address that says whose it is; each is used once, as while somebody is pinned. */
  private long address(int key) {
    return (long) key * VERSIONS + ++version;
  }

  private static int key(long address) {
    return (int) (address / VERSIONS);
  }

  private long find(int key) {
    long position = table.firstMatch(HASH);
    while (position != Table.NONE && key(SlotFormat.address(table.slot(position))) != key) {
      position = table.nextMatch(HASH, position);
    }
    return position;
  }

  /** Adds a key, or leads it elsewhere. */
  @Operation(nonParallelGroup = "writer")
  public void put(@Param(name = "key") int key) {
    long position = find(key);
    if (position != Table.NONE) {
      table.replace(HASH, position, address(key));
    } else {
      table.add(HASH, address(key));
    }
  }

  /** Removes a key. */
  @Operation(nonParallelGroup = "writer")
  public void delete(@Param(name = "key") int key) {
    long position = find(key);
    if (position != Table.NONE) {
      table.delete(HASH, position);
    }
  }

  /** Where a key leads; 0 if it is absent. */
  @Operation
  public long get(@Param(name = "key") int key) {
    for (; ; ) {
      int moves = table.moves();
      for (long position = table.firstMatch(HASH);
          position != Table.NONE;
          position = table.nextMatch(HASH, position)) {
        long address = SlotFormat.address(table.slot(position));
        if (key(address) == key) {
          return address;
        }
      }
      if ((moves & 1) == 0 && table.moves() == moves) {
        return 0;
      }
      Thread.onSpinWait();
    }
  }
}

package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.memory.Block;
import org.junit.jupiter.api.Test;

class ChainedTableTest extends TableTest {
  @Override
  Table newTable(Block block, double maxLoadFactor) {
    return new ChainedTable(block, 0, maxLoadFactor);
  }

  @Override
  long bytesFor(int keys, double maxLoadFactor) {
    return ChainedTable.bytesFor(keys, maxLoadFactor);
  }

  @Test
  void nodesThatWereFreedAreUsedAgain() {
    Table table = newTable(20);
    for (int i = 1; i <= 1_000; i++) {
      table.add(hash(i % 5, i), i);
      table.delete(hash(i % 5, i), table.find(hash(i % 5, i), i));
    }

    assertThat(table.count()).isZero();
    while (!table.isFull()) {
      table.add(hash(1, 1), table.count() + 1);
    }
    assertThat(found(table, hash(1, 1))).hasSize(table.count());
  }
}

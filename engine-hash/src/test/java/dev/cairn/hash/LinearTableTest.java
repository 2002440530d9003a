package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.memory.Block;
import org.junit.jupiter.api.Test;

class LinearTableTest extends TableTest {
  @Override
  Table newTable(Block block, double maxLoadFactor) {
    return new LinearTable(block, 0, maxLoadFactor);
  }

  @Override
  long bytesFor(int keys, double maxLoadFactor) {
    return SlotArrayTable.bytesFor(keys, maxLoadFactor);
  }

  @Test
  void aDeleteLeavesNoGraves() {
    Table table = newTable(20);
    for (int i = 1; i <= 5; i++) {
      table.add(hash(0, i), i);
    }
    int before = table.moves();

    table.delete(hash(0, 1), table.find(hash(0, 1), 1));

    assertThat(table.find(hash(0, 5), 5)).isEqualTo(3);
    assertThat(table.moves()).isGreaterThan(before);
  }
}

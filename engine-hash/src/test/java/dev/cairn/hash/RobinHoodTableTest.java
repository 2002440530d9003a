package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.memory.Block;
import org.junit.jupiter.api.Test;

class RobinHoodTableTest extends TableTest {
  @Override
  Table newTable(Block block, double maxLoadFactor) {
    return new RobinHoodTable(block, 0, maxLoadFactor);
  }

  @Override
  long bytesFor(int keys, double maxLoadFactor) {
    return SlotArrayTable.bytesFor(keys, maxLoadFactor);
  }

  @Test
  void keysLieInTheOrderOfTheirHomes() {
    Table table = newTable(20);
    int home = 1 << SlotFormat.HOME_BITS - 1;
    int next = home + (1 << SlotFormat.HOME_BITS - 4); // At least a slot further on.
    table.add(hash(home, 1), 1);
    table.add(hash(next, 2), 2);
    int before = table.moves();
    table.add(hash(home, 3), 3);
    table.add(hash(home, 4), 4);

    assertThat(table.find(hash(home, 4), 4)).isLessThan(table.find(hash(next, 2), 2));
    assertThat(table.moves()).isGreaterThan(before);
  }
}

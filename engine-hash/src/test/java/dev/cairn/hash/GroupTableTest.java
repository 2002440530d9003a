package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.memory.Block;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

class GroupTableTest extends TableTest {
  @Override
  Table newTable(Block block, double maxLoadFactor) {
    return new GroupTable(block, 0, maxLoadFactor);
  }

  @Override
  long bytesFor(int keys, double maxLoadFactor) {
    return GroupTable.bytesFor(keys, maxLoadFactor);
  }

  @Test
  void slotsNeverMove() {
    Table table = newTable(60);
    for (int i = 1; i <= 40; i++) {
      table.add(hash(1, i), i);
    }
    long last = table.find(hash(1, 40), 40);

    for (int i = 1; i < 40; i++) {
      table.delete(hash(1, i), table.find(hash(1, i), i));
    }

    assertThat(table.find(hash(1, 40), 40)).isEqualTo(last);
  }

  @Test
  void keysThatWentOnAreFoundThoughTheGroupTheyFoundFullHasRoomAgain() {
    Table table = newTable(100);
    for (int i = 1; i <= GroupTable.SLOTS + 1; i++) {
      table.add(hash(0, i), i);
    }

    table.delete(hash(0, 1), table.find(hash(0, 1), 1));

    assertThat(found(table, hash(0, GroupTable.SLOTS + 1))).contains(GroupTable.SLOTS + 1L);
  }

  /** A count in a byte: what it cannot count it must not forget. */
  @Test
  void moreKeysThanTheOverflowCountHoldsAreFoundAfterMostOfThemWent() {
    Table table = newTable(700);
    int keys = 400;
    for (int i = 1; i <= keys; i++) {
      table.add(hash(0, i), i);
    }

    for (int i = 1; i < keys; i++) {
      table.delete(hash(0, i), table.find(hash(0, i), i));
    }

    assertThat(found(table, hash(0, keys))).containsExactly((long) keys);
  }

  @Test
  void tablesThatAreFilledOrDividedWronglyAreFound() throws ReflectiveOperationException {
    EditedTest filled = new EditedTest(getClass(), GroupTable.class);
    EditedTest divided = new EditedTest(getClass(), TableContent.class);

    // Keys that went on past a full group are not counted there; some are in the other half.
    filled.requireKilled(
        "whatIsFilledAtOnceIsFoundAndCanBeRemovedOneByOne", decide("fill", 2, true));
    divided.requireKilled("contentIsDividedByTheNextBit", decide("divide", 1, false));
  }
}

package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.sabotage;

import dev.cairn.testkit.gate.FullDiskGate;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

/** A hash store on a full disk. */
class HashFullDiskTest extends FullDiskGate {
  HashFullDiskTest() {
    super(new HashFixture());
  }

  @Test
  void aSegmentForWhichThereIsNoRoomIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), "dev.cairn.internal.log.SegmentFiles")
        .requireKilled(
            "aFullDiskRefusesWritesLeavesReadsAndLosesNothing",
            sabotage("createNew", "allocate", "allocateOrNot"),
            false);
  }
}

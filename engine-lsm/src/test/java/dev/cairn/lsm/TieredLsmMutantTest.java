package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.decide;

import dev.cairn.testkit.mutant.Killer;
import dev.cairn.testkit.mutant.Mutant;
import dev.cairn.testkit.mutant.MutantGate;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gates find what goes wrong only in an LSM store whose tables are merged by their sizes. */
class TieredLsmMutantTest extends MutantGate {
  TieredLsmMutantTest() {
    super(
        new TieredLsmFixture(),
        List.of(
            new Mutant(
                "a delete that is dropped while an older run has what it hides",
                CompactionJob.class.getName(),
                decide("liesBelow", 0, true),
                Killer.MODEL)));
  }

  @Test
  void theDocumentNamesEachMutant() throws IOException {
    requireDocumented();
  }
}

package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;

import dev.cairn.testkit.gate.DurabilityGate;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

/** A hash store keeps what each durability says. */
class HashDurabilityTest extends DurabilityGate {
  HashDurabilityTest() {
    super(new HashFixture());
  }

  @Test
  void aPromiseThatIsNotKeptIsNoticed() throws ReflectiveOperationException {
    EditedTest tail = new EditedTest(getClass(), "dev.cairn.internal.log.LogTail");
    EditedTest log = new EditedTest(getClass(), "dev.cairn.internal.log.Log");

    tail.requireKilled("whatTheSystemHasSurvivesTheProcess", forgetCall("finish", "flush"));
    tail.requireKilled(
        "eachLevelCarriesWhatWasWrittenBefore", forgetCall("unforced", "flushByCall"));
    new EditedTest(getClass(), HashWriter.class)
        .requireKilled("whatTheDeviceHasSurvivesTheSystem", forgetCall("force", "sync"));
    log.requireKilled("syncBringsEverythingToTheDevice", forgetCall("force", "sync"));
    new EditedTest(getClass(), Maintenance.class)
        .requireKilled("closingBringsEverythingToTheDevice", doNothing("saveAtClose"));
  }
}

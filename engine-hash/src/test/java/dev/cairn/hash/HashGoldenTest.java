package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;

import dev.cairn.internal.store.StoreFile;
import dev.cairn.testkit.golden.GoldenGate;
import dev.cairn.testkit.golden.VersionField;
import dev.cairn.testkit.mutant.EditedTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hash stores that were written once open for good. */
class HashGoldenTest extends GoldenGate {
  HashGoldenTest() {
    super(
        new HashFixture(),
        HashOpening.FORMAT_VERSION,
        List.of(
            VersionField.atStart("[0-9a-f]{16}\\.log", 60),
            VersionField.atStart(SegmentList.NAME, -Integer.BYTES)),
        List.of(
            new VersionField(
                IndexImageFormat.FILE_NAME, -IndexImageFormat.FOOTER_BYTES, -Integer.BYTES)));
  }

  @Test
  void aFormatThatChangesWithoutItsVersionIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), "dev.cairn.internal.log.LogFormat")
        .requireKilled("storesOfAllVersionsHoldWhatTheyHeld", doNothing("mask"), "1-closed.zip");
  }

  @Test
  void aVersionThatIsNotLookedAtIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), StoreFile.class)
        .requireKilled(
            "aStoreOfTheNextVersionIsRefusedAndStaysAsItIs", decide("read", 1, true), "closed");
    new EditedTest(getClass(), SegmentList.class)
        .requireKilled(
            "aFileOfTheNextVersionIsRefusedAndStaysAsItIs",
            decide("parse", 2, true),
            "SEGMENTS of a killed store");
  }
}

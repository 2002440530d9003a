package dev.cairn.lsm;

import dev.cairn.testkit.golden.GoldenGate;
import dev.cairn.testkit.golden.VersionField;
import java.util.List;

/** LSM stores that were written once open for good. */
class LsmGoldenTest extends GoldenGate {
  LsmGoldenTest() {
    super(
        new LsmFixture(),
        LsmOpening.FORMAT_VERSION,
        List.of(
            VersionField.atStart("[0-9a-f]{16}\\.log", 60),
            VersionField.atStart(Manifest.NAME, -Integer.BYTES),
            new VersionField("[0-9a-f]{16}\\.table", -TableFormat.FOOTER_BYTES, -Integer.BYTES)));
  }
}

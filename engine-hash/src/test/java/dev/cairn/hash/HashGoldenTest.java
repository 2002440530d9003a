package dev.cairn.hash;

import dev.cairn.testkit.golden.GoldenGate;
import dev.cairn.testkit.golden.VersionField;
import java.util.List;

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
}

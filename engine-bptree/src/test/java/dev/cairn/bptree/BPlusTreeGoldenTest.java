package dev.cairn.bptree;

import dev.cairn.testkit.golden.GoldenGate;
import dev.cairn.testkit.golden.VersionField;
import java.util.List;

/** B+ tree stores that were written once open for good. */
class BPlusTreeGoldenTest extends GoldenGate {
  BPlusTreeGoldenTest() {
    super(
        new BPlusTreeFixture(),
        BPlusTreeOpening.FORMAT_VERSION,
        List.of(
            VersionField.atStart("[0-9a-f]{16}\\.log", 60),
            VersionField.atStart(PageFormat.FILE_NAME, MetaFormat.CHECKSUM_OFFSET)));
  }
}

package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;

import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No bytes in the files of a hash store do harm, even if their checksums are right. */
class HashFuzzTest extends StoreFuzzGate {
  HashFuzzTest() {
    super(new HashFixture(), Scale.BUILD);
  }

  @Test
  void aCountThatIsBelievedIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), SegmentList.class)
        .requireKilled("inputsThatLedSomewhereDoNoHarm", decide("parse", 3, true), "segment list");
  }

  @Test
  void aFileThatVerifyDoesNotReadIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), Maintenance.class)
        .requireKilled(
            "verifyNoticesEachPartThatChangesUnderAnOpenStore", doNothing("verifyFiles"), true);
  }

  static List<SealedPart> partsOf(Vfs files, long storeSeed) {
    List<SealedPart> parts = new ArrayList<>();
    parts.add(
        SealedPart.endingInCrc(SegmentList.NAME, "segment list", 0, files.size(SegmentList.NAME)));
    if (files.exists(IndexImageFormat.FILE_NAME)) {
      addImage(FileBytes.of(files, IndexImageFormat.FILE_NAME), parts);
    }
    return parts;
  }

  private static void addImage(byte[] image, List<SealedPart> parts) {
    String name = IndexImageFormat.FILE_NAME;
    MemorySegment content = MemorySegment.ofArray(image);
    long footer = image.length - IndexImageFormat.FOOTER_BYTES;
    long tablesEnd =
        content.get(IndexImageFormat.LONG, footer + IndexImageFormat.TABLES_END_OFFSET);
    for (long at = 0; at < tablesEnd; ) {
      long end =
          at
              + IndexImageFormat.tableBytes(
                  content.get(IndexImageFormat.INT, at + IndexImageFormat.COUNT_OFFSET));
      parts.add(SealedPart.endingInCrc(name, "image table", at, end));
      at = end;
    }
    parts.add(SealedPart.endingInCrc(name, "image segments", tablesEnd, footer));
    parts.add(SealedPart.endingInCrc(name, "image footer", footer, image.length));
  }
}

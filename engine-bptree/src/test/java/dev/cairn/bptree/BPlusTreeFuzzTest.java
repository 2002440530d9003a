package dev.cairn.bptree;

import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.FuzzGate;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.fuzz.SealedPart.Belief;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** No bytes in the files of a B+ tree store do harm, even if their checksums are right. */
class BPlusTreeFuzzTest extends FuzzGate {
  BPlusTreeFuzzTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }

  @Override
  protected List<SealedPart> parts(Vfs files, long storeSeed) {
    return partsOf(files, storeSeed);
  }

  static List<SealedPart> partsOf(Vfs files, long storeSeed) {
    String name = PageFormat.FILE_NAME;
    byte[] bytes = FileBytes.of(files, name);
    MemorySegment content = MemorySegment.ofArray(bytes);
    int pageBytes = content.get(PageFormat.INT, MetaFormat.PAGE_BYTES_OFFSET);
    List<SealedPart> parts = new ArrayList<>();
    // The copies are equal, and are forged as one: a single one that is wrong is not looked at.
    parts.add(
        new SealedPart(
            name,
            "meta",
            0,
            MetaFormat.META_BYTES,
            all -> renewMeta(all, pageBytes),
            Belief.CHECKED));
    for (long at = 2L * pageBytes; at < bytes.length; at += pageBytes) {
      if (content.get(PageFormat.INT, at + PageFormat.PAGE_ID_OFFSET) != 0) {
        long page = at;
        parts.add(
            new SealedPart(
                name,
                "page",
                at,
                at + pageBytes,
                all -> renew(all, page, pageBytes, storeSeed),
                Belief.BELIEVED));
      }
    }
    return parts;
  }

  private static void renewMeta(MemorySegment content, int pageBytes) {
    SealedPart.set(
        content,
        MetaFormat.CHECKSUM_OFFSET,
        SealedPart.crc(content, 0, MetaFormat.CHECKSUM_OFFSET));
    MemorySegment.copy(content, 0, content, pageBytes, MetaFormat.META_BYTES);
  }

  private static void renew(MemorySegment content, long at, int pageBytes, long storeSeed) {
    SealedPart.set(
        content,
        at + PageFormat.CHECKSUM_OFFSET,
        PageFile.mask(storeSeed)
            ^ SealedPart.crc(content, at + PageFormat.PAGE_ID_OFFSET, at + pageBytes));
  }
}

package dev.cairn.bptree;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.fuzz.FuzzGate;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.fuzz.SealedPart.Belief;
import dev.cairn.testkit.gate.Scale;
import java.lang.foreign.Arena;
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
    List<SealedPart> parts = new ArrayList<>();
    try (VfsFile file = files.open(name, OpenMode.READ);
        Arena arena = Arena.ofConfined()) {
      Meta meta = Meta.read(file, storeSeed).newest();
      PageShape shape = PageShape.of(meta, BPlusTreeOptions.defaults().maxChildren());
      int pageBytes = meta.pageBytes();
      // The copies are equal, and are forged as one: a single one that is wrong is not looked at.
      parts.add(
          new SealedPart(
              name,
              "meta",
              0,
              MetaFormat.META_BYTES,
              MetaFormat.CHECKSUM_OFFSET,
              all -> renewMeta(all, pageBytes),
              Belief.CHECKED));
      long[] map =
          PageMap.read(
              meta, shape, new PageFile(file, shape, storeSeed), arena.allocate(pageBytes, 8));
      for (int id = PageFormat.META_PAGES; id < file.size() / pageBytes; id++) {
        if (PageMap.has(map, id)) {
          long at = (long) id * pageBytes;
          parts.add(
              new SealedPart(
                  name,
                  "page",
                  at,
                  at + pageBytes,
                  at + PageFormat.CHECKSUM_OFFSET,
                  all -> renew(all, at, pageBytes, storeSeed),
                  Belief.CHECKED));
        }
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

package dev.cairn.bptree;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** No bytes in the files of a B+ tree store do harm, even if their checksums are right. */
class BPlusTreeFuzzTest extends StoreFuzzGate {
  BPlusTreeFuzzTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
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
              "meta page",
              0,
              MetaFormat.META_BYTES,
              MetaFormat.CHECKSUM_OFFSET,
              all -> renewMeta(all, pageBytes)));
      long[] map =
          PageMap.read(
              meta, shape, new PageFile(file, shape, storeSeed), arena.allocate(pageBytes, 8));
      for (int id = PageFormat.META_PAGES; id < file.size() / pageBytes; id++) {
        if (PageMap.has(map, id)) {
          long at = (long) id * pageBytes;
          parts.add(
              new SealedPart(
                  name,
                  kind(FileBytes.of(files, name)[(int) at + PageFormat.KIND_OFFSET]),
                  at,
                  at + pageBytes,
                  at + PageFormat.CHECKSUM_OFFSET,
                  all -> renew(all, at, pageBytes, storeSeed)));
        }
      }
    }
    return parts;
  }

  private static String kind(byte kind) {
    return switch (kind) {
      case PageFormat.LEAF -> "leaf";
      case PageFormat.INNER -> "inner page";
      case PageFormat.CHAIN -> "chain";
      case PageFormat.MAP -> "page map";
      default -> throw new IllegalArgumentException("page of kind " + kind);
    };
  }

  static void renewMeta(MemorySegment content, int pageBytes) {
    SealedPart.set(
        content,
        MetaFormat.CHECKSUM_OFFSET,
        SealedPart.crc(content, 0, MetaFormat.CHECKSUM_OFFSET));
    MemorySegment.copy(content, 0, content, pageBytes, MetaFormat.META_BYTES);
  }

  static void renew(MemorySegment content, long at, int pageBytes, long storeSeed) {
    SealedPart.set(
        content,
        at + PageFormat.CHECKSUM_OFFSET,
        PageFile.mask(storeSeed)
            ^ SealedPart.crc(content, at + PageFormat.PAGE_ID_OFFSET, at + pageBytes));
  }
}

package dev.cairn.lsm;

import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** No bytes in the files of an LSM store do harm, even if their checksums are right. */
class LsmFuzzTest extends StoreFuzzGate {
  LsmFuzzTest() {
    super(new LsmFixture(), Scale.BUILD);
  }

  static List<SealedPart> partsOf(Vfs files, long storeSeed) {
    List<SealedPart> parts = new ArrayList<>();
    parts.add(SealedPart.endingInCrc(Manifest.NAME, "manifest", 0, files.size(Manifest.NAME)));
    for (String name : files.list()) {
      if (TableFormat.isTableName(name)) {
        addTable(name, FileBytes.of(files, name), storeSeed, parts);
      }
    }
    return parts;
  }

  private static void addTable(String name, byte[] bytes, long storeSeed, List<SealedPart> parts) {
    MemorySegment content = MemorySegment.ofArray(bytes);
    long maskSeed = TableFormat.maskSeed(storeSeed, TableFormat.tableId(name));
    long footer = bytes.length - TableFormat.FOOTER_BYTES;
    for (long at = 0; at < footer; ) {
      long position = at;
      long end =
          at
              + TableFormat.HEADER_BYTES
              + content.get(TableFormat.INT, at + TableFormat.STORED_BYTES_OFFSET);
      parts.add(
          new SealedPart(
              name,
              kind(content, at),
              at,
              end,
              position,
              all -> renew(all, position, end, maskSeed)));
      at = end;
    }
    parts.add(SealedPart.endingInCrc(name, "table footer", footer, bytes.length));
  }

  private static String kind(MemorySegment content, long at) {
    byte kind = content.get(TableFormat.BYTE, at + TableFormat.KIND_OFFSET);
    return switch (kind) {
      case TableFormat.DATA -> "data block";
      case TableFormat.PARTITION -> "index partition";
      case TableFormat.TOMBSTONES -> "tombstones";
      case TableFormat.TOP_INDEX -> "top index";
      case TableFormat.PROPERTIES -> isIngested(content, at) ? "ingested properties" : "properties";
      default -> throw new IllegalArgumentException("block of kind " + kind);
    };
  }

  /** Whether properties are those of a table whose sequence the manifest alone has. */
  private static boolean isIngested(MemorySegment content, long at) {
    return TableProperties.read(content, at + TableFormat.HEADER_BYTES).baseSequence()
        == TableEntry.SEQUENCE_OF_TABLE;
  }

  private static void renew(MemorySegment content, long at, long end, long maskSeed) {
    SealedPart.set(
        content,
        at + TableFormat.CHECKSUM_OFFSET,
        SealedPart.crc(content, at + TableFormat.STORED_BYTES_OFFSET, end)
            ^ TableFormat.mask(maskSeed, at));
  }
}

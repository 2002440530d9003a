package dev.cairn.lsm;

import static dev.cairn.lsm.ManifestFormat.BYTE;
import static dev.cairn.lsm.ManifestFormat.INT;
import static dev.cairn.lsm.ManifestFormat.LONG;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.store.FileReplacement;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file that says which tables there are. It is replaced as a whole by each flush and each
 * compaction, after the new tables are on the device and before anything that they replace is
 * deleted.
 *
 * @param flushedPosition all operations of the log before it are in tables; a segment begins there
 * @param durablePosition a position before which all of the log was on the device
 * @param nextSegmentId greater than the id of any log segment that was ever removed
 * @param nextTableId greater than the id of any table there was
 * @param levels the tables of each level
 */
record Manifest(
    long flushedPosition,
    long durablePosition,
    long nextSegmentId,
    long nextTableId,
    List<List<TableEntry>> levels) {
  static final String NAME = "MANIFEST";

  static Manifest empty() {
    List<List<TableEntry>> levels = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      levels.add(List.of());
    }
    return new Manifest(0, 0, 1, 1, levels);
  }

  void write(Vfs files, long storeSeed) {
    int count = levels.stream().mapToInt(List::size).sum();
    long bytes = ManifestFormat.ENTRIES_OFFSET + Integer.BYTES;
    for (List<TableEntry> level : levels) {
      for (TableEntry table : level) {
        byte[] upper = table.upper();
        bytes +=
            ManifestFormat.KEYS_OFFSET + table.lower().length + (upper == null ? 0 : upper.length);
      }
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment image = arena.allocate(bytes);
      image.set(LONG, ManifestFormat.MAGIC_OFFSET, ManifestFormat.MAGIC);
      image.set(INT, ManifestFormat.VERSION_OFFSET, ManifestFormat.VERSION);
      image.set(INT, ManifestFormat.COUNT_OFFSET, count);
      image.set(LONG, ManifestFormat.STORE_SEED_OFFSET, storeSeed);
      image.set(LONG, ManifestFormat.FLUSHED_OFFSET, flushedPosition);
      image.set(LONG, ManifestFormat.DURABLE_OFFSET, durablePosition);
      image.set(LONG, ManifestFormat.NEXT_SEGMENT_OFFSET, nextSegmentId);
      image.set(LONG, ManifestFormat.NEXT_TABLE_OFFSET, nextTableId);
      long at = ManifestFormat.ENTRIES_OFFSET;
      for (int level = 0; level < levels.size(); level++) {
        for (TableEntry table : levels.get(level)) {
          at = write(image, at, level, table);
        }
      }
      image.set(INT, at, Crc32c.of(image, 0, at));
      long imageBytes = bytes;
      FileReplacement.replace(files, NAME, file -> file.write(0, image, 0, imageBytes));
    }
  }

  private static long write(MemorySegment image, long at, int level, TableEntry table) {
    byte[] upper = table.upper();
    image.set(LONG, at + ManifestFormat.ID_OFFSET, table.id());
    image.set(LONG, at + ManifestFormat.FILE_BYTES_OFFSET, table.fileBytes());
    image.set(LONG, at + ManifestFormat.TABLE_ENTRIES_OFFSET, table.entries());
    image.set(LONG, at + ManifestFormat.DELETES_OFFSET, table.deletes());
    image.set(LONG, at + ManifestFormat.NEWEST_OFFSET, table.newestSequence());
    image.set(INT, at + ManifestFormat.LEVEL_OFFSET, level);
    image.set(INT, at + ManifestFormat.LOWER_BYTES_OFFSET, table.lower().length);
    image.set(
        INT,
        at + ManifestFormat.UPPER_BYTES_OFFSET,
        upper == null ? ManifestFormat.OPEN : upper.length);
    long keysAt = at + ManifestFormat.KEYS_OFFSET;
    MemorySegment.copy(table.lower(), 0, image, BYTE, keysAt, table.lower().length);
    keysAt += table.lower().length;
    if (upper != null) {
      MemorySegment.copy(upper, 0, image, BYTE, keysAt, upper.length);
      keysAt += upper.length;
    }
    return keysAt;
  }

  static Manifest read(Vfs files, long storeSeed) {
    if (!files.exists(NAME)) {
      throw new CorruptionException(NAME, 0, "manifest", "the file", "none");
    }
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(NAME, OpenMode.READ)) {
      long size = file.size();
      if (size < ManifestFormat.ENTRIES_OFFSET + Integer.BYTES || size > Integer.MAX_VALUE) {
        throw new CorruptionException(
            NAME,
            0,
            "manifest",
            "at least " + (ManifestFormat.ENTRIES_OFFSET + Integer.BYTES) + " bytes",
            size + " bytes");
      }
      MemorySegment image = arena.allocate(size);
      file.read(0, image, 0, (int) size);
      return parse(files, image, storeSeed);
    }
  }

  private static Manifest parse(Vfs files, MemorySegment image, long storeSeed) {
    long checksumOffset = image.byteSize() - Integer.BYTES;
    int expected = image.get(INT, checksumOffset);
    int found = Crc32c.of(image, 0, checksumOffset);
    if (expected != found
        || image.get(LONG, ManifestFormat.MAGIC_OFFSET) != ManifestFormat.MAGIC
        || image.get(LONG, ManifestFormat.STORE_SEED_OFFSET) != storeSeed) {
      throw new CorruptionException(
          NAME,
          0,
          "manifest",
          "this store's with checksum 0x" + Integer.toHexString(expected),
          "0x" + Integer.toHexString(found));
    }
    int version = image.get(INT, ManifestFormat.VERSION_OFFSET);
    if (version > ManifestFormat.VERSION) {
      throw new IncompatibleFormatException(
          files.describe(NAME)
              + ": format version "
              + version
              + ", expected at most "
              + ManifestFormat.VERSION);
    }
    List<List<TableEntry>> levels = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      levels.add(new ArrayList<>());
    }
    long at = ManifestFormat.ENTRIES_OFFSET;
    try {
      for (int left = image.get(INT, ManifestFormat.COUNT_OFFSET); left > 0; left--) {
        TableEntry table = readEntry(image, at);
        levels.get(image.get(INT, at + ManifestFormat.LEVEL_OFFSET)).add(table);
        byte[] upper = table.upper();
        at +=
            ManifestFormat.KEYS_OFFSET + table.lower().length + (upper == null ? 0 : upper.length);
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      at = -1;
    }
    if (at != checksumOffset) {
      throw new CorruptionException(
          NAME, ManifestFormat.COUNT_OFFSET, "manifest", "as many tables as fit", "others");
    }
    return new Manifest(
        image.get(LONG, ManifestFormat.FLUSHED_OFFSET),
        image.get(LONG, ManifestFormat.DURABLE_OFFSET),
        image.get(LONG, ManifestFormat.NEXT_SEGMENT_OFFSET),
        image.get(LONG, ManifestFormat.NEXT_TABLE_OFFSET),
        levels);
  }

  private static TableEntry readEntry(MemorySegment image, long at) {
    int lowerBytes = image.get(INT, at + ManifestFormat.LOWER_BYTES_OFFSET);
    int upperBytes = image.get(INT, at + ManifestFormat.UPPER_BYTES_OFFSET);
    long keysAt = at + ManifestFormat.KEYS_OFFSET;
    byte @Nullable [] upper =
        upperBytes == ManifestFormat.OPEN
            ? null
            : image.asSlice(keysAt + lowerBytes, upperBytes).toArray(BYTE);
    return new TableEntry(
        image.get(LONG, at + ManifestFormat.ID_OFFSET),
        image.get(LONG, at + ManifestFormat.FILE_BYTES_OFFSET),
        image.get(LONG, at + ManifestFormat.TABLE_ENTRIES_OFFSET),
        image.get(LONG, at + ManifestFormat.DELETES_OFFSET),
        image.get(LONG, at + ManifestFormat.NEWEST_OFFSET),
        image.asSlice(keysAt, lowerBytes).toArray(BYTE),
        upper);
  }
}

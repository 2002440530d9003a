package dev.cairn.hash;

import dev.cairn.CorruptionException;
import dev.cairn.internal.progress.Headway;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a saved index; see {@link IndexImageWriter}. Every part is checked before it is believed.
 */
final class IndexImageReader implements AutoCloseable {
  /** A segment as it was when the image was taken. */
  record SavedSegment(
      long id, long basePosition, int number, long deadBytes, long tombstoneBytes) {}

  private static final String FILE_NAME = IndexImageFormat.FILE_NAME;

  // The smallest segment in words of four bytes.
  private static final long NUMBERS_OF_A_SEGMENT = 1 << 10;

  // Of a table: the longest log has fewer records for each of the most tables.
  private static final int MOST_SLOTS = 1 << 24;

  private final VfsFile file;
  private final MemorySegment footer;
  private final Arena arena;

  private IndexImageReader(VfsFile file, Arena arena, MemorySegment footer) {
    this.file = file;
    this.arena = arena;
    this.footer = footer;
  }

  /**
   * Opens the image of a store.
   *
   * @return the image, or null if there is none, or one that this version cannot use
   * @throws CorruptionException if it is damaged
   */
  @SuppressWarnings("MustBeClosed") // The reader closes the arena.
  static @Nullable IndexImageReader open(Vfs files, long storeSeed) {
    if (!files.exists(FILE_NAME)) {
      return null;
    }
    VfsFile file = files.open(FILE_NAME, OpenMode.READ);
    Arena arena = Arena.ofConfined();
    try {
      long footerPosition = file.size() - IndexImageFormat.FOOTER_BYTES;
      if (footerPosition < 0) {
        throw damaged(0, "footer", "a footer", file.size() + " bytes in all");
      }
      MemorySegment footer =
          read(file, arena, footerPosition, IndexImageFormat.FOOTER_BYTES, "footer");
      IndexImageReader reader = new IndexImageReader(file, arena, footer);
      if (footer.get(IndexImageFormat.LONG, IndexImageFormat.MAGIC_OFFSET) != IndexImageFormat.MAGIC
          || footer.get(IndexImageFormat.LONG, IndexImageFormat.STORE_SEED_OFFSET) != storeSeed) {
        throw damaged(footerPosition, "footer", "this store's", "another's");
      }
      if (footer.get(IndexImageFormat.INT, IndexImageFormat.VERSION_OFFSET)
          != IndexImageFormat.VERSION) {
        reader.close();
        return null;
      }
      return reader;
    } catch (RuntimeException failure) {
      arena.close();
      file.close();
      throw failure;
    }
  }

  /** Where in the log the operations begin that the image may lack. */
  long replayPosition() {
    return footer.get(IndexImageFormat.LONG, IndexImageFormat.REPLAY_OFFSET);
  }

  /** A position before which all was on the device. */
  long durablePosition() {
    return footer.get(IndexImageFormat.LONG, IndexImageFormat.DURABLE_OFFSET);
  }

  private long tablesEnd() {
    return footer.get(IndexImageFormat.LONG, IndexImageFormat.TABLES_END_OFFSET);
  }

  /** The segments that slots may lead to. */
  List<SavedSegment> segments() {
    int count = footer.get(IndexImageFormat.INT, IndexImageFormat.SEGMENT_COUNT_OFFSET);
    long bytes = IndexImageFormat.segmentsBytes(count);
    if (count < 0
        || tablesEnd() < 0
        || tablesEnd() + bytes + IndexImageFormat.FOOTER_BYTES != file.size()) {
      throw damaged(tablesEnd(), "segments", "as many as there is room for", count + "");
    }
    List<SavedSegment> segments = new ArrayList<>();
    try (Arena partArena = Arena.ofConfined()) {
      MemorySegment part = read(file, partArena, tablesEnd(), bytes, "segments");
      for (int i = 0; i < count; i++) {
        long at = (long) i * IndexImageFormat.SEGMENT_BYTES;
        int number = part.get(IndexImageFormat.INT, at + IndexImageFormat.NUMBER_OFFSET);
        if (number < 0 || number > mostNumbers(count)) {
          throw damaged(tablesEnd() + at, "segment", "a number that can be", number + "");
        }
        segments.add(
            new SavedSegment(
                part.get(IndexImageFormat.LONG, at + IndexImageFormat.ID_OFFSET),
                part.get(IndexImageFormat.LONG, at + IndexImageFormat.BASE_OFFSET),
                number,
                part.get(IndexImageFormat.LONG, at + IndexImageFormat.DEAD_OFFSET),
                part.get(IndexImageFormat.LONG, at + IndexImageFormat.TOMBSTONE_OFFSET)));
      }
    }
    return segments;
  }

  /**
   * Numbers are given from the lowest on, but those of segments that are gone may be missing. An
   * image that has higher ones is not used, so that the array of segments by their numbers takes no
   * more memory than the segments themselves.
   */
  private static long mostNumbers(int segments) {
    return HashOpening.LARGEST_UNITS + segments * NUMBERS_OF_A_SEGMENT;
  }

  /** Reads all of the image and checks it. */
  void verify() {
    var _ = segments();
    forEachShard(tables ->
        tables.forEach(table -> Headway.made(IndexImageFormat.tableBytes(table.count()))));
  }

  /** Fills an empty index with the slots whose addresses a predicate accepts. */
  void load(HashIndex index, LongPredicate addresses) {
    forEachShard(tables -> {
      tables.replaceAll(table -> table.retain(addresses));
      index.load(tables);
    });
  }

  /** All shards, and each of them whole: a table in another's place has its checksum right. */
  private void forEachShard(Consumer<List<TableImage>> use) {
    long position = 0;
    for (int shard = 0; shard < SlotFormat.SHARDS; shard++) {
      List<TableImage> tables = new ArrayList<>();
      position = readShard(shard, position, tables);
      use.accept(tables);
    }
    if (position != tablesEnd()) {
      throw damaged(position, "tables", "their end", "more");
    }
  }

  /** Reads the tables of a shard, the first at a position, and returns where they end. */
  private long readShard(int shard, long start, List<TableImage> tables) {
    long position = start;
    int prefix = 0;
    while (prefix < 1 << SlotFormat.FINGERPRINT_BITS) {
      TableImage table = readTable(position);
      if (table.prefix() != prefix || table.shard() != shard) {
        throw damaged(
            position,
            "table",
            "that of shard " + shard + " from " + prefix + " on",
            "that of shard " + table.shard() + " from " + table.prefix() + " on");
      }
      tables.add(table);
      prefix = table.nextPrefix();
      position += IndexImageFormat.tableBytes(table.count());
    }
    return position;
  }

  private TableImage readTable(long position) {
    try (Arena partArena = Arena.ofConfined()) {
      MemorySegment head = partArena.allocate(IndexImageFormat.SLOTS_OFFSET);
      file.read(position, head, 0, IndexImageFormat.SLOTS_OFFSET);
      int shard = head.get(IndexImageFormat.INT, IndexImageFormat.SHARD_OFFSET);
      int count = head.get(IndexImageFormat.INT, IndexImageFormat.COUNT_OFFSET);
      int depth = head.get(IndexImageFormat.INT, IndexImageFormat.DEPTH_OFFSET);
      if (count < 0
          || count > MOST_SLOTS
          || IndexImageFormat.tableBytes(count) > tablesEnd() - position
          || shard < 0
          || shard >= SlotFormat.SHARDS
          || depth < 0
          || depth > SlotFormat.DIRECTORY_BITS) {
        throw damaged(position, "table", "a table that fits", count + " slots");
      }
      MemorySegment part =
          read(file, partArena, position, IndexImageFormat.tableBytes(count), "table");
      return new TableImage(
          shard,
          part.get(IndexImageFormat.INT, IndexImageFormat.PREFIX_OFFSET),
          depth,
          part.asSlice(IndexImageFormat.SLOTS_OFFSET, (long) count * Long.BYTES)
              .toArray(IndexImageFormat.LONG),
          part.asSlice(IndexImageFormat.tagsOffset(count), count).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private static MemorySegment read(
      VfsFile file, Arena arena, long position, long bytes, String what) {
    MemorySegment part = arena.allocate(bytes);
    int read = file.read(position, part, 0, (int) bytes);
    long checksumOffset = bytes - Integer.BYTES;
    int expected = part.get(IndexImageFormat.INT, checksumOffset);
    int found = Crc32c.of(part, 0, checksumOffset);
    if (read != bytes || expected != found) {
      throw damaged(
          position,
          what,
          "checksum 0x" + Integer.toHexString(expected),
          "0x" + Integer.toHexString(found));
    }
    return part;
  }

  private static CorruptionException damaged(
      long position, String what, String expected, String found) {
    return new CorruptionException(FILE_NAME, position, what, expected, found);
  }

  @Override
  public void close() {
    arena.close();
    file.close();
  }
}

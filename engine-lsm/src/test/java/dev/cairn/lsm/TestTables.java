package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.DATA;

import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Tables without a store. Closing checks that all memory was given back. */
final class TestTables implements AutoCloseable {
  /** What is written. */
  record Entry(byte[] key, long sequence, boolean delete, byte[] value) {}

  private static final long STORE_SEED = 0x1a51e;

  final MemoryBudget budget;
  final Epochs epochs = new Epochs();
  final BlockCache cache;
  final TableStore tables;
  private final MemoryVfs files = new MemoryVfs();
  private final List<Table> opened = new ArrayList<>();

  /**
   * Makes an empty directory.
   *
   * @param blockBytes what the cache is made for
   * @param cacheBytes what it may take
   */
  TestTables(int blockBytes, long cacheBytes) {
    budget = new MemoryBudget(64 << 20);
    cache = new BlockCache(budget, epochs, Runnable::run, blockBytes, cacheBytes);
    tables = new TableStore(files, cache, STORE_SEED, Runnable::run, 1);
  }

  long seed() {
    return STORE_SEED;
  }

  /** Writes entries that are in order to one table and opens it. */
  Table write(TableShape shape, List<Entry> entries, RangeTombstones tombstones) {
    long base = entries.stream().mapToLong(Entry::sequence).filter(s -> s > 0).min().orElse(1);
    try (Workspace workspace = Workspace.take(budget, shape.blockBytes(), 8 << 10, 0)) {
      TableOutput output =
          new TableOutput(
              tables,
              shape,
              RateLimiter.UNLIMITED,
              workspace,
              base,
              tombstones,
              null,
              (writer, next) -> false);
      ListCursor cursor = new ListCursor(entries.iterator());
      for (cursor.first(); cursor.valid; cursor.next()) {
        output.add(cursor, cursor.sequence);
      }
      Table table = tables.open(output.finish(null).getFirst());
      opened.add(table);
      return table;
    }
  }

  /** Damages a table's file. */
  void flipBit(Table table, long position) {
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(table.file().name(), OpenMode.WRITE)) {
      MemorySegment one = arena.allocate(1);
      file.read(position, one, 0, 1);
      one.set(TableFormat.BYTE, 0, (byte) (one.get(TableFormat.BYTE, 0) ^ 1));
      file.write(position, one, 0, 1);
    }
  }

  /** Writes a data block to the place of another of its length, of which there must be one. */
  void misdirectABlock(Table table) {
    String name = table.file().name();
    byte[] bytes = FileBytes.of(files, name);
    MemorySegment content = MemorySegment.ofArray(bytes);
    Map<Integer, Long> blocks = new HashMap<>();
    for (long at = 0; content.get(TableFormat.BYTE, at + TableFormat.KIND_OFFSET) == DATA; ) {
      int blockBytes =
          TableFormat.HEADER_BYTES
              + content.get(TableFormat.INT, at + TableFormat.STORED_BYTES_OFFSET);
      Long other = blocks.put(blockBytes, at);
      if (other != null) {
        Damage.copyBytes(files, name, at, name, other, blockBytes);
        return;
      }
      at += blockBytes;
    }
    throw new AssertionError("no two of the blocks are equally long: " + blocks);
  }

  private static final class ListCursor extends EntryCursor {
    private final Iterator<Entry> entries;
    private MemorySegment value = MemorySegment.NULL;

    ListCursor(Iterator<Entry> entries) {
      this.entries = entries;
    }

    @Override
    void next() {
      valid = entries.hasNext();
      if (valid) {
        Entry entry = entries.next();
        makeRoomForKey(entry.key().length);
        System.arraycopy(entry.key(), 0, key, 0, entry.key().length);
        keyBytes = entry.key().length;
        head = KeyHeads.firstBytes(key, keyBytes);
        sequence = entry.sequence();
        delete = entry.delete();
        value = MemorySegment.ofArray(entry.value());
      }
    }

    @Override
    MemorySegment valueMemory() {
      return value;
    }

    @Override
    long valueOffset() {
      return 0;
    }

    @Override
    int valueBytes() {
      return (int) value.byteSize();
    }

    @Override
    void release() {}

    @Override
    void first() {
      next();
    }
  }

  @Override
  public void close() {
    epochs.close();
    opened.forEach(tables::close);
    cache.close();
    if (budget.usedBytes() != 0) {
      throw new AssertionError(budget.usedBytes() + " bytes were not given back");
    }
  }
}

package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.KeyRange;
import dev.cairn.StoreIOException;
import dev.cairn.internal.log.LogSalvage;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.salvage.SalvageOutput;
import dev.cairn.internal.store.Closing;
import dev.cairn.internal.vfs.Vfs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a damaged LSM store: all sound blocks of its tables at once, merged by key, then the log
 * from where the manifest says that it is needed.
 *
 * <p>The manifest orders the tables, whatever is damaged in them: what a table says of a key is
 * newer than what all of deeper levels say. Without it, each entry's sequence does.
 */
final class LsmSalvage implements Salvage.Source {
  @Override
  public void read(Vfs files, SalvageOutput output) {
    long seed =
        Salvage.seed(
            files,
            LsmOpening.ENGINE,
            LsmOpening.FORMAT_VERSION,
            List.of(LogSalvage::seed, LsmSalvage::seed),
            output);
    Manifest manifest = manifest(files, seed, output);
    List<DamagedTable> tables = new ArrayList<>();
    long firstPosition;
    try {
      firstPosition =
          manifest != null
              ? openTables(files, seed, manifest, output, tables)
              : openAllTables(files, seed, output, tables);
      merge(tables, output);
    } finally {
      Closing.runAll(tables.stream().<Runnable>map(table -> table::close).toList());
    }
    LogSalvage.read(
        files,
        seed,
        manifest == null ? null : start(manifest),
        output,
        (segment, memory, offset) -> {
          if (segment.basePosition() + offset >= firstPosition) {
            LogSalvage.apply(memory, offset, output);
          }
        });
  }

  private static OptionalLong seed(Vfs files) {
    return files.list().stream()
        .filter(TableFormat::isTableName)
        .map(name -> seed(files, name))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong seed(Vfs files, String tableName) {
    try {
      return OptionalLong.of(TableFile.storeSeed(files, tableName));
    } catch (CorruptionException | StoreIOException damage) {
      return OptionalLong.empty();
    }
  }

  private static @Nullable Manifest manifest(Vfs files, long seed, SalvageOutput output) {
    try {
      return Manifest.read(files, seed);
    } catch (CorruptionException | StoreIOException damage) {
      output.damaged(Manifest.NAME, "manifest", damage, Consequence.OLD_PAIRS_MAY_RETURN);
      return null;
    }
  }

  private static LogStart start(Manifest manifest) {
    return new LogStart(
        List.of(),
        manifest.flushedPosition(),
        manifest.durablePosition(),
        manifest.flushedPosition(),
        manifest.nextSegmentId(),
        Map.of());
  }

  /** Opens the tables of a manifest, the newer first, and returns where the log begins. */
  private static long openTables(
      Vfs files, long seed, Manifest manifest, SalvageOutput output, List<DamagedTable> tables) {
    for (int level = 0; level < manifest.levels().size(); level++) {
      List<TableEntry> newestFirst = new ArrayList<>(manifest.levels().get(level));
      newestFirst.sort(Comparator.comparingLong(TableEntry::newestSequence).reversed());
      for (TableEntry entry : newestFirst) {
        try {
          tables.add(DamagedTable.open(files, seed, entry, tables.size(), output));
        } catch (CorruptionException | StoreIOException damage) {
          output.damaged(
              new Damage(
                  TableFormat.fileName(entry.id()),
                  0,
                  entry.fileBytes(),
                  "a table that is missing",
                  Consequence.PAIRS_MAY_BE_LOST,
                  entry.upper() == null
                      ? KeyRange.from(entry.lower())
                      : KeyRange.of(entry.lower(), entry.upper())));
        }
      }
    }
    return manifest.flushedPosition();
  }

  /**
   * Opens all tables that there are, and returns from where on the log has operations that may be
   * in none of them: where the newest memtable began that was flushed.
   */
  private static long openAllTables(
      Vfs files, long seed, SalvageOutput output, List<DamagedTable> tables) {
    long newest = 0;
    for (String name : files.list()) {
      if (TableFormat.isTableName(name)) {
        try {
          DamagedTable table =
              DamagedTable.openUnlisted(files, seed, TableFormat.tableId(name), newest, output);
          tables.add(table);
          newest = Math.max(newest, table.baseSequence());
        } catch (StoreIOException unreadable) {
          output.damaged(name, "a table", unreadable, Consequence.PAIRS_MAY_BE_LOST);
        }
      }
    }
    return newest * RecordFormat.ALIGNMENT_BYTES;
  }

  /** Takes of each key the newest entry, unless it is a delete or a removed range is newer. */
  private static void merge(List<DamagedTable> tables, SalvageOutput output) {
    PriorityQueue<DamagedTableCursor> queue = new PriorityQueue<>(LsmSalvage::compare);
    for (DamagedTable table : tables) {
      addIfValid(queue, table.cursor());
    }
    byte @Nullable [] last = null;
    for (DamagedTableCursor newest; (newest = queue.poll()) != null; ) {
      if (last == null
          || !newest.hasKey(last, last.length, KeyHeads.firstBytes(last, last.length))) {
        last = newest.keyCopy();
        if (!newest.delete && !isRemoved(newest, last, tables)) {
          output.put(last, newest.valueCopy());
        }
      }
      newest.next();
      addIfValid(queue, newest);
    }
  }

  private static void addIfValid(
      PriorityQueue<DamagedTableCursor> queue, DamagedTableCursor cursor) {
    if (cursor.valid) {
      queue.add(cursor);
    }
  }

  private static int compare(DamagedTableCursor a, DamagedTableCursor b) {
    int order = Long.compareUnsigned(a.head, b.head);
    if (order == 0) {
      order = Arrays.compareUnsigned(a.key, 0, a.keyBytes, b.key, 0, b.keyBytes);
    }
    if (order == 0) {
      order = Integer.compare(a.table().rank(), b.table().rank());
    }
    if (order == 0) {
      order = Long.compare(b.sequence, a.sequence);
    }
    return order != 0 ? order : Long.compare(b.table().id(), a.table().id());
  }

  private static boolean isRemoved(
      DamagedTableCursor entry, byte[] key, List<DamagedTable> tables) {
    for (DamagedTable table : tables) {
      long removed = table.tombstones().cover(key, key.length, Long.MAX_VALUE);
      if (removed != RangeTombstones.UNCOVERED
          && (table.rank() < entry.table().rank()
              || (table.rank() == entry.table().rank() && removed > entry.sequence))) {
        return true;
      }
    }
    return false;
  }
}

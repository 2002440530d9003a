package dev.cairn.lsm;

import dev.cairn.internal.record.RecordFormat;
import java.util.List;

/** Writes a memtable, which nobody writes to any more, to a table of level 0. */
final class FlushJob {
  private final Memtable memtable;
  private final long[] readers;
  private final TableStore tables;
  private final TableShape shape;

  FlushJob(Memtable memtable, long[] readers, TableStore tables, TableShape shape) {
    this.memtable = memtable;
    this.readers = readers;
    this.tables = tables;
    this.shape = shape;
  }

  /** Returns the table, or none if nothing of the memtable is left. */
  List<TableEntry> run(Workspace workspace) {
    VersionFilter filter =
        new VersionFilter(readers, memtable.tombstones(), (from, to) -> true, false);
    long baseSequence = memtable.basePosition() / RecordFormat.ALIGNMENT_BYTES;
    TableOutput output =
        new TableOutput(
            tables,
            shape,
            RateLimiter.UNLIMITED,
            workspace,
            baseSequence,
            filter.tombstonesToKeep(),
            null,
            (writer, next) -> false);
    try {
      for (EntryCursor entries : memtable.scanCursors()) {
        for (entries.first(); entries.valid; entries.next()) {
          if (filter.keeps(entries.key, entries.keyBytes, entries.sequence, entries.delete)) {
            output.add(entries, entries.sequence);
          }
        }
      }
      return output.finish(null);
    } catch (RuntimeException | Error failure) {
      output.undo(failure);
      throw failure;
    }
  }
}

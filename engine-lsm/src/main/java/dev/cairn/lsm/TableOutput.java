package dev.cairn.lsm;

import dev.cairn.internal.vfs.VfsFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries that come in order to new tables, and begins another table where it is time to.
 * Either all of them are completed or none is left.
 */
final class TableOutput {
  /** Whether a table should end before a key. */
  @FunctionalInterface
  interface Cut {
    boolean isDue(TableWriter writer, EntryCursor next);
  }

  private static final byte[] LOWEST = {};

  private final TableStore tables;
  private final TableShape shape;
  private final RateLimiter limiter;
  private final Workspace workspace;
  private final long baseSequence;
  private final RangeTombstones tombstones;
  private final Cut cut;
  private final List<TableEntry> completed = new ArrayList<>();

  private @Nullable TableWriter writer;
  private @Nullable VfsFile file;
  private long id;
  private byte[] cutFrom;

  /**
   * Makes an output without tables.
   *
   * @param workspace its own until it is closed
   * @param baseSequence not newer than any sequence but 0 of an entry
   * @param tombstones the ranges that the tables remove, each table what lies between its cuts
   * @param from where the first table may begin
   */
  TableOutput(
      TableStore tables,
      TableShape shape,
      RateLimiter limiter,
      Workspace workspace,
      long baseSequence,
      RangeTombstones tombstones,
      byte @Nullable [] from,
      Cut cut) {
    this.tables = tables;
    this.shape = shape;
    this.limiter = limiter;
    this.workspace = workspace;
    this.baseSequence = baseSequence;
    this.tombstones = tombstones;
    this.cutFrom = from == null ? LOWEST : from;
    this.cut = cut;
  }

  void add(EntryCursor entry, long sequence) {
    TableWriter current = writer;
    if (current != null
        && !current.isLastKey(entry.key, entry.keyBytes)
        && cut.isDue(current, entry)) {
      byte[] key = Arrays.copyOf(entry.key, entry.keyBytes);
      complete(current, key);
      cutFrom = key;
      current = null;
    }
    if (current == null) {
      current = begin();
    }
    current.add(
        entry.key,
        entry.keyBytes,
        sequence,
        entry.delete,
        entry.valueMemory(),
        entry.valueOffset(),
        entry.valueBytes());
  }

  private TableWriter begin() {
    id = tables.takeId();
    VfsFile created = tables.create(id);
    file = created;
    TableFileWriter blocks =
        new TableFileWriter(created, tables.storeSeed(), id, limiter, workspace);
    TableWriter begun = new TableWriter(blocks, shape, baseSequence);
    writer = begun;
    return begun;
  }

  private void complete(TableWriter current, byte @Nullable [] to) {
    completed.add(current.finish(id, tombstones.within(cutFrom, to)));
    closeFile();
  }

  private void closeFile() {
    writer = null;
    VfsFile open = file;
    if (open != null) {
      file = null;
      open.close();
    }
  }

  /**
   * Completes the last table.
   *
   * @param to where it may end, or null
   */
  List<TableEntry> finish(byte @Nullable [] to) {
    TableWriter current = writer;
    if (current == null && !tombstones.within(cutFrom, to).isEmpty()) {
      current = begin();
    }
    if (current != null) {
      complete(current, to);
    }
    return completed;
  }

  /** Removes what was written, because something failed. */
  void undo(Throwable failure) {
    boolean isOpen = file != null;
    try {
      closeFile();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
    if (isOpen) {
      tables.deleteAfter(failure, id);
    }
    for (TableEntry entry : completed) {
      tables.deleteAfter(failure, entry.id());
    }
  }
}

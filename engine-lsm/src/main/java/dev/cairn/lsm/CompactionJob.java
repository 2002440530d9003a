package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of some tables to new tables, in one or several parts of the key space that
 * different threads may do at the same time.
 */
final class CompactionJob {
  /** A part of the key space; null means that it has no end there. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Part(byte @Nullable [] from, byte @Nullable [] to) {
    static final Part ALL = new Part(null, null);
  }

  /** Some bytes of one table, and the key that they begin at. */
  @SuppressWarnings("ArrayRecordComponent") // Likewise.
  private record Piece(byte[] from, long bytes) {}

  // A table that overlapped more of the level below would be expensive to compact later.
  private static final int MAX_OVERLAP_FACTOR = 10;

  private final Version version;
  private final Compaction compaction;
  private final long[] readers;
  private final TableStore tables;
  private final TableShape shape;
  private final RateLimiter limiter;
  private final long tableBytes;
  private final boolean includesOldest;
  private final BooleanSupplier isCancelled;
  private final Set<Long> keptForReaders = ConcurrentHashMap.newKeySet();

  /**
   * Makes a job.
   *
   * @param version the present one, held until the job's result is in the next
   * @param readers the sequences that readers stand at
   * @param tableBytes how large new tables shall be
   */
  CompactionJob(
      Version version,
      Compaction compaction,
      long[] readers,
      TableStore tables,
      TableShape shape,
      RateLimiter limiter,
      long tableBytes,
      BooleanSupplier isCancelled) {
    this.version = version;
    this.compaction = compaction;
    this.readers = readers;
    this.tables = tables;
    this.shape = shape;
    this.limiter = limiter;
    this.tableBytes = tableBytes;
    this.isCancelled = isCancelled;
    this.includesOldest = includesOldestOfLevel0();
  }

  private boolean includesOldestOfLevel0() {
    List<Table> newestFirst = version.tables(0);
    return newestFirst.isEmpty()
        || compaction.outputLevel() > 0
        || compaction.inputs().getFirst().contains(newestFirst.getLast().entry());
  }

  /** How many tables one part reads at a time. */
  int inputCount() {
    int count = compaction.inputs().getFirst().size();
    for (List<TableEntry> level : compaction.inputs().subList(1, Version.LEVELS)) {
      count += level.isEmpty() ? 0 : 1;
    }
    return count;
  }

  /**
   * Cuts the key space into at most so many parts of about the same size; into one if what comes of
   * it is to be one run of level 0.
   */
  List<Part> parts(int count) {
    long share = compaction.bytes() / count;
    if (count == 1 || compaction.outputLevel() == 0 || share < tableBytes) {
      return List.of(Part.ALL);
    }
    List<Piece> pieces = piecesByKey();
    List<Part> parts = new ArrayList<>();
    byte @Nullable [] from = null;
    long bytes = 0;
    for (Piece piece : pieces) {
      byte[] least = from == null ? pieces.getFirst().from : from;
      if (bytes >= share
          && parts.size() < count - 1
          && Arrays.compareUnsigned(least, piece.from) < 0) {
        parts.add(new Part(from, piece.from));
        from = piece.from;
        bytes = 0;
      }
      bytes += piece.bytes;
    }
    parts.add(new Part(from, null));
    return parts;
  }

  /** Where the partitions of all tables begin, for tables of level 0 may each have all keys. */
  private List<Piece> piecesByKey() {
    List<Piece> pieces = new ArrayList<>();
    for (Table table : inputTables()) {
      TopIndex top = table.top();
      int count = Math.max(1, top.count());
      long bytes = table.entry().fileBytes() / count;
      pieces.add(new Piece(table.entry().lower(), bytes));
      for (int i = 1; i < count; i++) {
        pieces.add(new Piece(top.separator(i - 1), bytes));
      }
    }
    pieces.sort((a, b) -> Arrays.compareUnsigned(a.from, b.from));
    return pieces;
  }

  /** Does one part and returns its tables. */
  List<TableEntry> run(Part part, Workspace workspace) {
    RangeTombstones removed =
        RangeTombstones.merge(inputTables().stream().map(Table::tombstones).toList())
            .within(part.from == null ? new byte[0] : part.from, part.to);
    VersionFilter filter = new VersionFilter(readers, removed, this::liesBelow, isBottom());
    TableOutput.Cut cut = compaction.outputLevel() == 0 ? (writer, next) -> false : newCut();
    TableOutput output =
        new TableOutput(
            tables,
            shape,
            limiter,
            workspace,
            baseSequence(),
            filter.tombstonesToKeep(),
            part.from,
            cut);
    MergingCursor entries = entries(workspace);
    try {
      copy(entries, part, filter, output);
      List<TableEntry> written = output.finish(part.to);
      noteKept(filter.replacedCount(), written);
      return written;
    } catch (RuntimeException | Error failure) {
      output.undo(failure);
      throw failure;
    } finally {
      entries.release();
    }
  }

  private void noteKept(long replaced, List<TableEntry> written) {
    long entries = written.stream().mapToLong(TableEntry::entries).sum();
    if (replaced > 0 && replaced * Removals.WORTH_DIVISOR >= entries) {
      written.forEach(table -> keptForReaders.add(table.id()));
    }
  }

  /** The new tables much of which is there for readers alone. */
  Set<Long> keptForReaders() {
    return keptForReaders;
  }

  private void copy(MergingCursor entries, Part part, VersionFilter filter, TableOutput output) {
    if (part.from == null) {
      entries.first();
    } else {
      entries.seek(part.from, part.from.length);
    }
    for (EntryCursor top; (top = entries.top()) != null; entries.advance()) {
      if (isCancelled.getAsBoolean()) { // Each entry: one may be as long as a million others.
        throw new CancellationException("the store is closed");
      }
      tables.deleteGone(); // What readers let go meanwhile, which may wait for this thread.
      if (part.to != null
          && Arrays.compareUnsigned(top.key, 0, top.keyBytes, part.to, 0, part.to.length) >= 0) {
        return;
      }
      if (filter.keeps(top.key, top.keyBytes, top.sequence, top.delete)) {
        output.add(top, filter.sequenceToKeep(top.sequence));
      }
    }
  }

  private List<Table> inputTables() {
    List<TableEntry> wanted = compaction.tables();
    return version.tables().stream().filter(table -> wanted.contains(table.entry())).toList();
  }

  private long baseSequence() {
    return inputTables().stream().mapToLong(Table::baseSequence).min().orElse(0);
  }

  private MergingCursor entries(Workspace workspace) {
    List<EntryCursor> cursors = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      List<TableEntry> wanted = compaction.inputs().get(level);
      List<Table> inputs =
          version.tables(level).stream().filter(table -> wanted.contains(table.entry())).toList();
      if (level == 0) {
        for (Table table : inputs) {
          cursors.add(
              new TableScanCursor(
                  List.of(table), workspace.input(cursors.size()), shape.blockBytes()));
        }
      } else if (!inputs.isEmpty()) {
        cursors.add(
            new TableScanCursor(inputs, workspace.input(cursors.size()), shape.blockBytes()));
      }
    }
    return new MergingCursor(cursors);
  }

  /** Whether anything that is older than the inputs may have keys of a range. */
  private boolean liesBelow(byte[] from, byte @Nullable [] to) {
    if (!includesOldest) {
      return true;
    }
    for (int level = compaction.outputLevel() + 1; level < Version.LEVELS; level++) {
      for (Table table : version.tables(level)) {
        if (table.entry().overlaps(from, to)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isBottom() {
    return compaction.tables().stream().noneMatch(table -> liesBelow(table.lower(), table.upper()));
  }

  private TableOutput.Cut newCut() {
    int below = compaction.outputLevel() + 1;
    List<TableEntry> grandparents =
        below < Version.LEVELS ? version.entries().get(below) : List.of();
    return new OverlapCut(grandparents, tableBytes, MAX_OVERLAP_FACTOR * tableBytes);
  }
}

package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.StoreException;
import dev.cairn.StoreIOException;
import dev.cairn.StoreStats;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.simd.Kernels;
import dev.cairn.internal.vfs.Vfs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/** Gathers the figures that people tune by; docs/lsm-tuning.md says what each means. */
final class LsmStats {
  // Counting takes a scan; a scan of so many entries, and so many bytes, takes some milliseconds.
  private static final long MAX_COUNTED_ENTRIES = 200_000;
  private static final long MAX_COUNTED_BYTES = 16 << 20;
  private static final long PERCENT = 100;
  private static final long UNKNOWN = -1;

  private final LsmParts parts;
  private final Function<KeyRange, Cursor> scan;

  LsmStats(LsmParts parts, Function<KeyRange, Cursor> scan) {
    this.parts = parts;
    this.scan = scan;
  }

  StoreStats read() {
    View view = parts.views().current();
    long logBytes = parts.log().segments().stream().mapToLong(LogSegment::end).sum();
    long indexBytes = view.active().indexBytes();
    long entries = view.active().entries();
    long deletes = 0;
    long bytes = logBytes;
    for (Memtable memtable : view.waiting()) {
      indexBytes += memtable.indexBytes();
      entries += memtable.entries();
    }
    for (Table table : view.version().tables()) {
      entries += table.entry().entries();
      deletes += table.entry().deletes();
      bytes += table.entry().fileBytes();
    }
    boolean isEstimate =
        entries > MAX_COUNTED_ENTRIES || bytes > MAX_COUNTED_BYTES || parts.epochs().isLending();
    long entryCount = isEstimate ? UNKNOWN : count();
    if (entryCount == UNKNOWN) {
      isEstimate = true;
      entryCount = Math.max(0, entries - 2 * deletes);
    }
    Vfs directory = parts.directory();
    return new StoreStats(
        LsmOpening.ENGINE,
        Kernels.description(),
        parts.log().hasFailed(),
        entryCount,
        directory == null ? 0 : diskBytes(directory),
        parts.budget().usedBytes(),
        parts.budget().limitBytes(),
        indexBytes,
        logBytes,
        0,
        parts.log().stallCount() + parts.throttle().waitCount(),
        parts.log().stallNanos() + parts.throttle().waitNanos(),
        details(view, isEstimate));
  }

  private long count() {
    long count = 0;
    try (Cursor cursor = scan.apply(KeyRange.all())) {
      while (cursor.next()) {
        count++;
      }
    } catch (CorruptionException | StoreIOException unreadable) {
      return UNKNOWN; // Whoever reads is told; here the other figures matter.
    }
    return count;
  }

  private SequencedMap<String, Long> details(View view, boolean isEstimate) {
    SequencedMap<String, Long> details = new LinkedHashMap<>();
    details.put("entryCountIsEstimate", isEstimate ? 1L : 0L);
    long tableBytes = 0;
    long lowestBytes = 0;
    long runs = 1L + view.waiting().size() + view.version().tables(0).size();
    for (int level = 0; level < Version.LEVELS; level++) {
      List<Table> tables = view.version().tables(level);
      long bytes = tables.stream().mapToLong(table -> table.entry().fileBytes()).sum();
      tableBytes += bytes;
      details.put("level" + level + "Tables", (long) tables.size());
      details.put("level" + level + "Bytes", bytes);
      if (!tables.isEmpty()) {
        lowestBytes = bytes;
        runs += level > 0 ? 1 : 0;
      }
    }
    LsmFigures figures = parts.figures();
    long flushed = figures.flushedBytes();
    long written = flushed + figures.writtenByCompactions();
    details.put("memtableCount", 1L + view.waiting().size());
    details.put("sortedRuns", runs);
    details.put("flushCount", figures.flushCount());
    details.put("flushedBytes", flushed);
    details.put("compactionCount", figures.compactionCount());
    details.put("compactionBytesRead", figures.compactedBytes());
    details.put("compactionBytesWritten", figures.writtenByCompactions());
    details.put("compactionsRunning", (long) parts.maintenance().compactor().runningCount());
    details.put("compactionBacklogBytes", parts.maintenance().compactor().backlogBytes());
    details.put("tablesMoved", figures.moveCount());
    details.put("tablesDamaged", parts.maintenance().compactor().damagedCount());
    details.put("ingestedBytes", figures.ingestedBytes());
    details.put("writeAmplificationPercent", flushed == 0 ? 0 : PERCENT * written / flushed);
    details.put(
        "spaceAmplificationPercent", lowestBytes == 0 ? 0 : PERCENT * tableBytes / lowestBytes);
    details.put("throttledWrites", parts.throttle().waitCount());
    details.put("throttledNanos", parts.throttle().waitNanos());
    CacheCounts counts = parts.cache().counts();
    details.put("cacheHits", counts.dataHits());
    details.put("cacheMisses", counts.dataMisses());
    details.put("indexHits", counts.indexHits());
    details.put("indexMisses", counts.indexMisses());
    details.put("gets", parts.reader().getCount());
    details.put("tablesSkippedByFilter", parts.reader().filteredCount());
    details.put("tablesReadInVain", parts.reader().passedInVainCount());
    details.put("readersOpen", (long) parts.sequences().count());
    return details;
  }

  /** Bytes of the store's files; waits for nobody. */
  private static long diskBytes(Vfs disk) {
    long bytes = 0;
    for (String name : disk.list()) {
      bytes += sizeOrZero(disk, name);
    }
    return bytes;
  }

  private static long sizeOrZero(Vfs disk, String name) {
    try {
      return disk.size(name);
    } catch (StoreException lockedOrDeletedSinceListed) {
      return 0;
    }
  }
}

package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.progress.Headway;
import dev.cairn.internal.store.StoreFile;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

/**
 * Reads all of a store and checks it: that every block of every table is sound, that keys are in
 * order and between the bounds that the manifest has, that index and filter lead to them, that
 * tables of a level do not overlap, and that the log is whole.
 */
final class LsmVerification {
  private final LsmParts parts;

  LsmVerification(LsmParts parts) {
    this.parts = parts;
  }

  void run() {
    try {
      verify();
    } catch (CorruptionException damage) {
      throw parts.directory() == null ? damage : parts.files().located(damage);
    }
  }

  private void verify() {
    try (HeldVersion held = HeldVersion.present(parts.epochs(), parts.views())) {
      Version version = held.version();
      for (int level = 0; level < Version.LEVELS; level++) {
        List<Table> tables = version.tables(level);
        for (int i = 0; i < tables.size(); i++) {
          if (level > 0 && i > 0 && !tables.get(i - 1).entry().isBefore(tables.get(i).entry())) {
            throw tables
                .get(i)
                .file()
                .damaged(0, "table", "keys above those of the table before it", "others");
          }
          verify(tables.get(i));
          Headway.made(tables.get(i).entry().fileBytes());
        }
      }
    }
    // Outside of the lock: to find memory may be to flush.
    parts
        .writer()
        .memory()
        .run(() -> parts.versions().withTablesFixed(manifest -> verifyFilesAndLog()));
  }

  private void verifyFilesAndLog() {
    if (parts.directory() != null) {
      var _ = StoreFile.read(parts.files(), LsmOpening.ENGINE, LsmOpening.FORMAT_VERSION);
    }
    var _ = Manifest.read(parts.files(), parts.store().seed());
    parts.log().visitAll((segment, memory, offset) -> {});
  }

  private void verify(Table table) {
    parts.maintenance().requireNotEnded();
    verifyIndex(table.entry());
    new LsmTables(parts).withEntries(table, entries -> verify(table, entries));
  }

  /** What is on the heap or in the cache while a table is open, as the file has it now. */
  private void verifyIndex(TableEntry entry) {
    try (TableFile file = TableFile.open(parts.files(), parts.store().seed(), entry.id());
        Arena arena = Arena.ofConfined()) {
      TableFile.Footer footer = file.readFooter(parts.files());
      var _ = file.readContent(TableFormat.PROPERTIES, footer.properties(), arena);
      TopIndex top =
          TopIndex.read(file.readContent(TableFormat.TOP_INDEX, footer.topIndex(), arena));
      for (int i = 0; i < top.count(); i++) {
        try (Arena one = Arena.ofConfined()) {
          var _ = file.readAlone(TableFormat.PARTITION, top.position(i), top.totalBytes(i), one);
        }
      }
      if (footer.tombstones() != TableFormat.NO_BLOCK) {
        var _ = file.readContent(TableFormat.TOMBSTONES, footer.tombstones(), arena);
      }
    }
  }

  private void verify(Table table, TableScanCursor entries) {
    byte[] lastKey = {};
    long lastSequence = -1;
    long count = 0;
    for (entries.first(); entries.valid; entries.next()) {
      parts.maintenance().requireNotEnded();
      byte[] key = Arrays.copyOf(entries.key, entries.keyBytes);
      int order = count == 0 ? -1 : Arrays.compareUnsigned(lastKey, key);
      if (order > 0 || (order == 0 && entries.sequence >= lastSequence)) {
        throw table
            .file()
            .damaged(0, "entry " + count, "one behind the entry before it", "another");
      }
      if (!table.entry().mayHave(key)) {
        throw table.file().damaged(0, "entry " + count, "a key between the bounds", "another");
      }
      if (order != 0 && !isFound(table, key)) {
        throw table.file().damaged(0, "index", "that it leads to entry " + count, "it does not");
      }
      lastKey = key;
      lastSequence = entries.sequence;
      count++;
    }
    if (count != table.entry().entries()) {
      throw table.file().damaged(0, "table", table.entry().entries() + " entries", count + "");
    }
  }

  /** One pin for each, so that nobody waits long for memory. */
  private boolean isFound(Table table, byte[] key) {
    Epochs.Pin pin = parts.epochs().pin();
    try (Found found = new Found()) {
      return table.find(key, parts.reader().hash(key, 0, key.length), Long.MAX_VALUE, found);
    } finally {
      parts.epochs().unpin(pin);
    }
  }
}

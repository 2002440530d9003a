package dev.cairn.lsm;

import dev.cairn.internal.memory.Epochs;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The tables of an open store, for people who look after one; see {@link LsmStore#tables}. They are
 * read past the cache.
 */
public final class LsmTables {
  private final LsmParts parts;

  LsmTables(LsmParts parts) {
    this.parts = parts;
  }

  /**
   * The tables there are at this moment, those of level 0 first.
   *
   * @return what each is
   */
  public List<LsmTable> list() {
    try (HeldVersion held = HeldVersion.present(parts.epochs(), parts.views())) {
      Version version = held.version();
      return IntStream.range(0, Version.LEVELS)
          .boxed()
          .flatMap(level -> version.tables(level).stream().map(table -> LsmTable.of(table, level)))
          .toList();
    }
  }

  /**
   * Shows all entries of a table in key order, of each key the newest first; also those that newer
   * tables hide.
   *
   * @param table as {@link #list} gave it
   * @param visitor sees the entries
   * @throws IllegalArgumentException if it has been merged into others since
   * @throws dev.cairn.CorruptionException if it is damaged
   */
  public void visit(LsmTable table, LsmTable.Visitor visitor) {
    Objects.requireNonNull(visitor, "visitor");
    parts.epochs().requireNotLending("visiting a table");
    parts.maintenance().runLong(() -> visitHeld(table, visitor));
  }

  private void visitHeld(LsmTable wanted, LsmTable.Visitor visitor) {
    try (HeldVersion held = HeldVersion.present(parts.epochs(), parts.views())) {
      Table table =
          held.version().tables().stream()
              .filter(candidate -> candidate.entry().id() == wanted.id())
              .findAny()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      wanted.fileName() + " has been merged into others since"));
      withEntries(
          table,
          entries -> {
            for (entries.first(); entries.valid; entries.next()) {
              parts.maintenance().requireNotEnded();
              show(entries, visitor);
            }
          });
    }
  }

  /**
   * Under a pin to lend, so that a visitor that closes the store is refused, and waits for none.
   */
  private void show(EntryCursor entry, LsmTable.Visitor visitor) {
    Epochs.Pin pin = parts.epochs().pinToLend();
    try {
      visitor.visit(
          Arrays.copyOf(entry.key, entry.keyBytes),
          entry.sequence,
          entry.delete,
          entry.valueBytes());
    } finally {
      parts.epochs().unpinLent(pin);
    }
  }

  /** Lends a cursor over a table, once there is memory to read it. */
  void withEntries(Table table, Consumer<TableScanCursor> use) {
    Workspace[] taken = new Workspace[1];
    parts
        .writer()
        .memory()
        .run(() ->
            taken[0] =
                Workspace.take(
                    parts.budget(),
                    parts.options().blockBytes(),
                    parts.options().transferBytes(),
                    1));
    try (Workspace workspace = taken[0]) {
      TableScanCursor entries =
          new TableScanCursor(List.of(table), workspace.input(0), parts.options().blockBytes());
      try {
        use.accept(entries);
      } finally {
        entries.release();
      }
    }
  }
}

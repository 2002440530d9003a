package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Table;
import dev.cairn.lsm.LsmStore;
import dev.cairn.lsm.LsmTable;
import dev.cairn.lsm.LsmTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn tables}: shows what the tables of an LSM store are, or what is in one. */
@Command(
    name = "tables",
    header = "Show the tables of an LSM store.",
    description = {
      "Prints a line for each table, those of level 0 first. With the name of a table, prints what"
          + " it says about itself and then a line for each of its entries: key, sequence, bytes of"
          + " the value, or a dash for a delete. Entries that newer tables hide are there too."
    },
    footer = {"  cairn tables store", "  cairn tables store 000000000000000c.table --hex"})
final class TablesCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "The table's file, as the list of the tables has it.")
  private @Nullable String fileName;

  @Mixin private final Notation notation = new Notation();

  TablesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      if (!(open.get() instanceof LsmStore lsm)) {
        throw new CommandFailure(
            ExitCode.FAILURE,
            store.directory()
                + ": a store of the engine "
                + open.get().stats().engine()
                + " has no tables");
      }
      if (fileName == null) {
        session.print(list(lsm.tables().list()));
      } else {
        dump(lsm.tables(), fileName);
      }
    }
    return ExitCode.OK;
  }

  private String list(List<LsmTable> tables) {
    Table text =
        new Table()
            .words("table")
            .figures("level", "size", "entries", "deletes", "removed ranges")
            .words("from")
            .words("to below");
    for (LsmTable table : tables) {
      text.row(
          table.fileName(),
          Integer.toString(table.level()),
          Figures.bytes(table.fileBytes()),
          Figures.count(table.entries()),
          Figures.count(table.deletes()),
          Figures.count(table.removedRanges()),
          notation.show(table.lower()),
          upper(table));
    }
    return text.toString();
  }

  private String upper(LsmTable table) {
    byte[] upper = table.upper();
    return upper == null ? "" : notation.show(upper);
  }

  private void dump(LsmTables tables, String name) throws IOException {
    LsmTable table =
        tables.list().stream()
            .filter(candidate -> candidate.fileName().equals(name))
            .findAny()
            .orElseThrow(() -> new CommandFailure(ExitCode.FAILURE, name + ": no such table"));
    session.print(properties(table) + "\n");
    try {
      tables.visit(table, this::printEntry);
      session.out().flush();
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  private String properties(LsmTable table) {
    Table text = new Table().words("").figures("");
    text.row("level", Integer.toString(table.level()));
    text.row("file", Figures.count(table.fileBytes()) + " B");
    text.row("entries", Figures.count(table.entries()));
    text.row("deletes", Figures.count(table.deletes()));
    text.row("removed ranges", Figures.count(table.removedRanges()));
    text.row("keys", Figures.count(table.keyBytes()) + " B");
    text.row("values", Figures.count(table.valueBytes()) + " B");
    text.row("blocks", Figures.count(table.dataBlocks()));
    text.row("before compression", Figures.count(table.contentBytes()) + " B");
    text.row("partitions of the index", Figures.count(table.partitions()));
    text.row("filter bits per key", Figures.count(table.bloomBitsPerKey()));
    return text.toString();
  }

  private void printEntry(byte[] key, long sequence, boolean isDelete, int valueBytes) {
    try {
      String line =
          notation.show(key) + "\t" + sequence + "\t" + (isDelete ? "-" : valueBytes) + "\n";
      session.out().write(line.getBytes(UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.cairn.cli;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import dev.cairn.lsm.LsmStore;
import dev.cairn.lsm.LsmTable;
import dev.cairn.lsm.LsmTables;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
    footer = {
      "  cairn tables store",
      "  cairn tables store 000000000000000c.table --hex",
      "  cairn tables store --json | jq '.tables[].fileBytes'"
    })
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

  @Option(
      names = "--json",
      description =
          "Print one JSON object, or one for the table and one for each entry, a line each.")
  private boolean json;

  private final TablesText text = new TablesText(notation);

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
        List<LsmTable> tables = lsm.tables().list();
        session.print(json ? text.json(tables) : text.table(tables));
      } else {
        dump(lsm.tables(), fileName);
      }
    }
    return ExitCode.OK;
  }

  private void dump(LsmTables tables, String name) throws IOException {
    LsmTable table =
        tables.list().stream()
            .filter(candidate -> candidate.fileName().equals(name))
            .findAny()
            .orElseThrow(() -> new CommandFailure(ExitCode.FAILURE, name + ": no such table"));
    session.print(json ? text.json(table) : text.table(table) + "\n");
    tables.visit(table, this::printEntry);
    session.out().flush();
  }

  private void printEntry(byte[] key, long sequence, boolean isDelete, int valueBytes) {
    session.write(
        json
            ? text.json(key, sequence, isDelete, valueBytes)
            : text.line(key, sequence, isDelete, valueBytes));
  }
}

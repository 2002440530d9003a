package dev.cairn.cli;

import dev.cairn.KeyValueStore;
import dev.cairn.StoreStats;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn stats}: prints a store's figures. */
@Command(
    name = "stats",
    header = "Print figures about a store.",
    description = {
      "Opens the store and prints how many pairs it holds, how large its files are, and what it"
          + " uses of memory. What a store counts from its opening is not there: `stats` in the"
          + " shell and StoreStats of a program that has the store open show it."
    },
    footer = {"  cairn stats store", "  cairn stats store --json | jq .entryCount"})
final class StatsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();

  @Option(names = "--json", description = "Print one JSON object; sizes are in bytes.")
  private boolean json;

  StatsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      StoreStats stats = open.get().stats();
      session.print(json ? StatsText.json(stats) : StatsText.table(stats));
    }
    return ExitCode.OK;
  }
}

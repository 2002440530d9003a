package dev.cairn.cli;

import dev.cairn.KeyValueStore;
import dev.cairn.StoreStats;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn verify}: checks every byte of a store. */
@Command(
    name = "verify",
    header = "Check every byte of a store.",
    description = {
      "Reads all files and checks checksums, structure, and that index and data agree. Names the"
          + " first thing that is wrong, with its file and position, and ends with 4."
    },
    footer = {"  cairn verify store && cairn checkpoint store backup"})
final class VerifyCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      open.get().verify();
      StoreStats stats = open.get().stats();
      session.print(
          store.directory()
              + ": sound, "
              + Figures.count(stats.entryCount())
              + " entries, "
              + Figures.bytes(stats.diskBytes())
              + "\n");
    }
    return ExitCode.OK;
  }
}

package dev.cairn.cli;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn checkpoint}: copies a store. */
@Command(
    name = "checkpoint",
    header = "Write a consistent copy of a store.",
    description = {
      "Writes a copy into a new directory. The copy is itself a store, and is on the device when"
          + " the command ends."
    },
    footer = {"  cairn checkpoint store backup-monday"})
final class CheckpointCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "The copy's directory; absent or empty.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private Path target;

  CheckpointCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      long entryCount =
          store.watch(
              session,
              "checkpoint",
              () -> {
                open.get().checkpoint(target);
                return open.get().stats().entryCount();
              });
      session.print(target + ": copy of " + Figures.count(entryCount) + " entries\n");
    }
    return ExitCode.OK;
  }
}

package dev.cairn.cli;

import dev.cairn.Durability;
import dev.cairn.StoreSettings;
import dev.cairn.cli.session.ByteSize;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a store that a command makes for itself, and that is gone when it ends. */
final class TemporaryStore {
  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "The engine (default: ${DEFAULT-VALUE}).")
  private String engine = "hash";

  @Option(
      names = "--durability",
      paramLabel = "LEVEL",
      description =
          "What a write survives: memory (nothing), process (kill -9), device (loss of power)."
              + " Default: process.")
  private Durability durability = Durability.PROCESS;

  @Option(
      names = "--budget",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      description =
          "Off-heap memory the store may use; if its pairs have more, reads go to the disk"
              + " (default: ${DEFAULT-VALUE}).")
  private ByteSize budget;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where to make the temporary directory of the store, which is deleted at the end"
              + " (default: the system's).")
  private @Nullable Path parent;

  TemporaryStore(ByteSize usualBudget) {
    budget = usualBudget;
  }

  /** The engine's name, which is that of an engine. */
  String engine() {
    Engines.require(engine);
    return engine;
  }

  StoreSettings settings() {
    return new StoreSettings(durability, budget.bytes());
  }

  /** Makes a directory for it; the session deletes that should the process be ended. */
  Held<TemporaryDirectory> make(Session session) throws IOException {
    return session.hold(TemporaryDirectory.in(parent));
  }
}

package dev.cairn.cli;

import dev.cairn.Damage;
import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.SalvageReport;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.cli.session.ByteSize;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Progress;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Unit;
import dev.cairn.internal.progress.Headway;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The store that a command works with, as its user names it. */
final class StoreArgument {
  private static final String DEFAULT_ENGINE = "hash";

  /** What to do about a directory without a store. */
  enum IfAbsent {
    CREATE,
    REFUSE
  }

  @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private Path directory;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "Engine of a new store (default: hash). An existing one knows its engine, and a different"
              + " name is refused.")
  private @Nullable String engine;

  @Option(
      names = "--budget",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      description = "Off-heap memory the store may use, such as 512M (default: 1G).")
  private @Nullable ByteSize budget;

  Path directory() {
    return directory;
  }

  /** Opens the store; the session closes it should the process be ended. */
  Held<KeyValueStore> open(Session session, IfAbsent ifAbsent) throws IOException {
    if (ifAbsent == IfAbsent.REFUSE) {
      requireExists();
    }
    return session.hold(Stores.open(directory, engineToOpen(), settings()));
  }

  private void requireExists() {
    if (!StoreHeader.existsIn(directory)) {
      throw new CommandFailure(ExitCode.FAILURE, directory + ": there is no store");
    }
  }

  /**
   * Says what is damaged in the files of the store, and opens it not. Where neither they nor the
   * user say which engine wrote them, opening will say so.
   */
  void examine(Session session, Consumer<Damage> damages) throws IOException {
    requireExists();
    if (engine != null || StoreHeader.engineOf(directory).isPresent()) {
      String name = engineToOpen();
      Path _ =
          watch(
              session,
              "verify files",
              () -> {
                Stores.examine(directory, name, damages);
                return directory;
              });
    }
  }

  /** Brings what is intact of the store into another. */
  SalvageReport salvage(Session session, Path target, Consumer<Damage> damages) throws IOException {
    if (engine != null) {
      Engines.require(engine);
    }
    Optional<String> written = StoreHeader.engineOf(directory).filter(Stores.engines()::contains);
    if (engine == null && written.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, directory + ": does not say which engine wrote it; name it by --engine");
    }
    String name = engine == null ? written.get() : engine;
    return watch(
        session, "salvage", () -> Stores.salvage(directory, name, target, settings(), damages));
  }

  /**
   * Makes a call that goes through all of the store's files, and shows how far it has come.
   *
   * @param what the work, for the one who waits
   */
  <R> R watch(Session session, String what, Supplier<R> call) {
    Headway headway = new Headway();
    try (Progress _ = session.progress(what, bytes(), Unit.BYTES, headway::bytes)) {
      return headway.during(call);
    }
  }

  /** Bytes of all files of the store; 0 if they cannot be listed, which the call will tell. */
  private long bytes() {
    File[] files = directory.toFile().listFiles();
    return files == null ? 0 : Arrays.stream(files).mapToLong(File::length).sum();
  }

  private String engineToOpen() throws IOException {
    if (engine != null) {
      Engines.require(engine);
    }
    Optional<String> written = StoreHeader.engineOf(directory);
    if (written.isEmpty()) {
      return engine == null ? DEFAULT_ENGINE : engine;
    }
    String existing = written.get();
    if (engine != null && !existing.equals(engine)) {
      throw new CommandFailure(
          ExitCode.USAGE, directory + ": is a store of the engine " + existing + ", not " + engine);
    }
    if (!Stores.engines().contains(existing)) {
      throw new CommandFailure(
          ExitCode.FAILURE,
          directory + ": is a store of the engine " + existing + ", which is not there");
    }
    return existing;
  }

  private StoreSettings settings() {
    long budgetBytes = budget == null ? StoreSettings.DEFAULT.memoryBudgetBytes() : budget.bytes();
    return new StoreSettings(Durability.PROCESS, budgetBytes);
  }
}

package dev.cairn.cli;

import dev.cairn.Durability;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.cli.session.ByteSize;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.TemporaryDirectory;
import dev.cairn.cli.soak.Soak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn soak}: uses a store for long and checks all that it says. */
@Command(
    name = "soak",
    header = "Use an engine for long, and check all that it says.",
    description = {
      "Threads put, delete, write batches, get, and scan where the engine has an order, in a"
          + " temporary store; each value that is read is checked against a model. Every minute"
          + " they pause: every key is compared, the store verifies itself, is closed and opened"
          + " again.",
      "",
      "Prints a line every ten seconds: calls a second, how long they took, entries, heap, off-heap"
          + " memory, resident memory of the process, disk, errors. Ends with 1 if something was"
          + " wrong."
    },
    footer = {
      "  cairn soak --minutes 30 --engine lsm",
      "  cairn soak --minutes 600 --engine hash --keys 10M --budget 1G"
    })
final class SoakCommand implements Callable<Integer> {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final Session session;

  @Option(
      names = "--minutes",
      paramLabel = "COUNT",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private double minutes = 1;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "The engine (default: ${DEFAULT-VALUE}).")
  private String engine = "hash";

  @Option(
      names = "--keys",
      paramLabel = "COUNT",
      converter = CountConverter.class,
      description = "How many keys there are (default: ${DEFAULT-VALUE}).")
  private Long keyCount = 1_000_000L;

  @Option(
      names = "--value-bytes",
      paramLabel = "BYTES",
      description = "The longest value (default: ${DEFAULT-VALUE}).")
  private int maxValueBytes = 400;

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "Threads that call the store (default: ${DEFAULT-VALUE}).")
  private int threadCount = 4;

  @Option(
      names = "--rate",
      paramLabel = "COUNT",
      converter = CountConverter.class,
      description = "Calls a second of all threads together at most (default: no limit).")
  private Long callsPerSecond = Long.MAX_VALUE;

  @Option(
      names = "--durability",
      paramLabel = "LEVEL",
      description = "What a single write survives: memory, process, device. Default: process.")
  private Durability durability = Durability.PROCESS;

  @Option(
      names = "--budget",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      description =
          "Off-heap memory the store may use; less than the pairs have, so that reads go to the"
              + " disk (default: 256M).")
  private ByteSize budget = new ByteSize(256L << 20);

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Chooses other keys and calls (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where to make the temporary directory of the store, which is deleted at the end"
              + " (default: the system's).")
  private @Nullable Path parent;

  SoakCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Engines.require(engine);
    if (minutes <= 0
        || threadCount < 1
        || maxValueBytes < 0
        || callsPerSecond < 1
        || keyCount < threadCount
        || keyCount > Integer.MAX_VALUE) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected some minutes, one thread or more, as many keys as threads, and some calls");
    }
    StoreSettings settings = new StoreSettings(durability, budget.bytes());
    try (Held<TemporaryDirectory> place = session.hold(TemporaryDirectory.in(parent))) {
      Path directory = place.get().path().resolve("store");
      Soak soak =
          new Soak(
              session,
              () -> Stores.open(directory, engine, settings),
              Math.toIntExact(keyCount),
              maxValueBytes,
              threadCount,
              callsPerSecond,
              seed);
      return soak.run((long) (minutes * NANOS_PER_MINUTE)) ? ExitCode.OK : ExitCode.MISMATCH;
    }
  }
}

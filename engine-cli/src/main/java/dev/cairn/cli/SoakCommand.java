package dev.cairn.cli;

import dev.cairn.Stores;
import dev.cairn.cli.session.ByteSize;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.TemporaryDirectory;
import dev.cairn.cli.soak.Soak;
import dev.cairn.cli.soak.SoakPlan;
import dev.cairn.cli.soak.SoakText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
          + " wrong; standard error says what."
    },
    footer = {
      "  cairn soak --minutes 30 --engine lsm",
      "  cairn soak --minutes 600 --engine hash --keys 10M --budget 1G",
      "  cairn soak --json | jq 'select(.roundCount == null) | .callsPerSecond'"
    })
final class SoakCommand implements Callable<Integer> {
  private static final double NANOS_PER_MINUTE = 60e9;
  private static final int MOST_MINUTES = 1_000_000;

  private final Session session;

  @Option(
      names = "--minutes",
      paramLabel = "COUNT",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private double minutes = 1;

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
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Chooses other keys and calls (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private final TemporaryStore place = new TemporaryStore(new ByteSize(256L << 20));

  @Option(
      names = "--json",
      description =
          "Print JSON objects, a line each: one every ten seconds, and one at the end that has"
              + " roundCount; sizes are in bytes, times in nanoseconds.")
  private boolean json;

  SoakCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--minutes " + minutes + ": expected more than 0, to " + MOST_MINUTES);
    }
    SoakPlan plan = new SoakPlan(keyCount, maxValueBytes, threadCount, callsPerSecond, seed);
    String engine = place.engine();
    try (Held<TemporaryDirectory> directory = place.make(session)) {
      Path store = directory.get().path().resolve("store");
      Soak soak =
          new Soak(
              session,
              () -> Stores.open(store, engine, place.settings()),
              plan,
              json ? SoakText.JSON : SoakText.TABLE);
      return soak.run((long) (minutes * NANOS_PER_MINUTE)) ? ExitCode.OK : ExitCode.MISMATCH;
    }
  }
}

package dev.cairn.cli;

import dev.cairn.StoreSettings;
import dev.cairn.cli.bench.Bench;
import dev.cairn.cli.bench.BenchPlan;
import dev.cairn.cli.bench.BenchText;
import dev.cairn.cli.bench.Phase;
import dev.cairn.cli.bench.PhaseResult;
import dev.cairn.cli.session.ByteSize;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.TemporaryDirectory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn bench}: measures an engine on this machine. */
@Command(
    name = "bench",
    header = "Measure an engine on this machine.",
    description = {
      "Fills, reads and overwrites a store and prints, for each phase, pairs a second, megabytes of"
          + " keys and values a second, and how long calls took in microseconds.",
      "",
      "  fillseq           a new store gets every key in key order",
      "  fillrandom        a new store gets every key in random order",
      "  overwrite         random keys get new values",
      "  readrandom        random keys are read",
      "  readmissing       absent keys are read",
      "  readbatch         random keys are read with getAll",
      "  readwhilewriting  random keys are read while one more thread overwrites",
      "  reopen            the store is closed and opened",
      "",
      "Phases run in the order given (default: all, as above). One that fills begins with a new"
          + " store, the others go on with the one that is there; if the first does not fill, the"
          + " store is filled before it. Every value that is read is checked."
    },
    footer = {
      "  cairn bench",
      "  cairn bench fillrandom readrandom --num 10M --threads 2 --budget 4G",
      "  cairn bench fillrandom --batch 100 --durability device --json"
    })
final class BenchCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "PHASE", arity = "0..*", description = "What to measure.")
  private List<Phase> phases = Phase.all();

  @Option(
      names = "--num",
      paramLabel = "COUNT",
      converter = CountConverter.class,
      description = "Pairs in a filled store, such as 500K or 10M (default: ${DEFAULT-VALUE}).")
  private Long pairCount = 1_000_000L;

  @Option(
      names = "--reads",
      paramLabel = "COUNT",
      converter = CountConverter.class,
      description = "Reads of each reading phase (default: as many as --num).")
  private @Nullable Long readCount;

  @Option(
      names = "--key-bytes",
      paramLabel = "BYTES",
      description = "Bytes of a key, at least 8 (default: ${DEFAULT-VALUE}).")
  private int keyBytes = 16;

  @Option(
      names = "--value-bytes",
      paramLabel = "BYTES",
      description = "Bytes of a value (default: ${DEFAULT-VALUE}).")
  private int valueBytes = 100;

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "Threads that call the store (default: ${DEFAULT-VALUE}).")
  private int threadCount = 1;

  @Option(
      names = "--batch",
      paramLabel = "COUNT",
      description = "Pairs of a write; 1 is a single put (default: ${DEFAULT-VALUE}).")
  private int batchPairs = 1;

  @Option(
      names = "--getall",
      paramLabel = "COUNT",
      description = "Keys of a call in readbatch (default: ${DEFAULT-VALUE}).")
  private int getAllKeys = 100;

  @Mixin
  private final TemporaryStore place =
      new TemporaryStore(new ByteSize(StoreSettings.DEFAULT.memoryBudgetBytes()));

  @Option(
      names = "--no-vectors",
      description = "Use the scalar kernels, to see what the vectors gain.")
  private boolean noVectors;

  @Option(names = "--json", description = "Print one JSON object; times are in nanoseconds.")
  private boolean json;

  BenchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (noVectors) {
      // Before the first store, which decides for the life of the process.
      System.setProperty("cairn.simd", "scalar");
    }
    BenchPlan plan =
        new BenchPlan(
            place.engine(),
            place.settings(),
            pairCount,
            keyBytes,
            valueBytes,
            threadCount,
            batchPairs,
            getAllKeys,
            readCount == null ? pairCount : readCount);
    try (Held<TemporaryDirectory> directory = place.make(session)) {
      List<PhaseResult> results = new Bench(session, plan, directory.get().path()).run(phases);
      session.print(json ? BenchText.json(plan, results) : BenchText.table(plan, results));
    }
    return ExitCode.OK;
  }
}

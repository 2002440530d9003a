package dev.cairn.cli;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.exchange.Encoding;
import dev.cairn.cli.exchange.Format;
import dev.cairn.cli.exchange.ImportReport;
import dev.cairn.cli.exchange.Importer;
import dev.cairn.cli.exchange.OnBadLine;
import dev.cairn.cli.migrate.Migration;
import dev.cairn.cli.migrate.Origin;
import dev.cairn.cli.migrate.PairSource;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn import}: puts pairs that are read from lines of text. */
@Command(
    name = "import",
    header = "Put pairs from lines of NDJSON or TSV, or of another store.",
    description = {
      "Puts a pair for each line; empty lines are skipped. The store is created if the directory is"
          + " absent or empty.",
      "",
      "Pairs are written in batches of 1,000, or fewer if they are long, each all or nothing. A bad"
          + " line ends the import with 1, after the lines before it were applied; the message has"
          + " its number. Importing the same lines again does no harm.",
      "",
      "With --from the pairs are those of a store of RocksDB, LMDB or MVStore, which is only read."
          + " Its library is not part of cairn: put its jars in a directory and name that in the"
          + " variable CAIRN_DRIVERS."
    },
    footer = {
      "  cairn export old | cairn import new -",
      "  cairn import words words.tsv --format tsv --encoding text",
      "  cairn import events old-events --from rocksdb --engine lsm"
    })
final class ImportCommand implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "Where the lines come from, - is standard input; or the other store.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private Path file;

  @Mixin private final ExchangeOptions exchange = new ExchangeOptions();

  @Option(names = "--skip-bad", description = "Report bad lines and go on behind them.")
  private boolean skipBad;

  @Option(
      names = "--from",
      paramLabel = "KIND",
      description = "Another store: rocksdb, lmdb or mvstore.")
  private @Nullable Origin from;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "Its column family, database or map; otherwise the default family, the database without a"
              + " name, or the only map.")
  private @Nullable String table;

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (from != null) {
      return migrate(from);
    }
    if (table != null) {
      throw new CommandFailure(ExitCode.USAGE, "--table needs --from");
    }
    if (file.equals(STANDARD_INPUT)) {
      return importFrom(session.in(), 0);
    }
    if (Files.isDirectory(file)) {
      // Opening it would succeed, and only reading it fail, after the store was made.
      throw new CommandFailure(ExitCode.FAILURE, file + ": is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return importFrom(in, Files.size(file));
    }
  }

  private int migrate(Origin origin) throws IOException {
    try (PairSource source = origin.open(file, table);
        Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.CREATE)) {
      long pairCount = new Migration(session).run(source, open.get());
      session.say(Figures.count(pairCount) + " pairs imported");
    }
    return ExitCode.OK;
  }

  private int importFrom(InputStream in, long inputBytes) throws IOException {
    Encoding encoding = exchange.encoding();
    Format format = exchange.format();
    Importer importer =
        new Importer(session, format, encoding, skipBad ? OnBadLine.SKIP : OnBadLine.STOP);
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.CREATE)) {
      ImportReport report = importer.run(open.get(), in, inputBytes);
      session.say(
          Figures.count(report.pairCount())
              + " pairs imported"
              + (skipBad ? ", " + Figures.count(report.skippedCount()) + " lines skipped" : ""));
    }
    return ExitCode.OK;
  }
}

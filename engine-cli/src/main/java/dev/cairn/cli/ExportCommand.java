package dev.cairn.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.exchange.Exporter;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn export}: writes all pairs as lines of text. */
@Command(
    name = "export",
    header = "Write all pairs as lines of NDJSON or TSV.",
    description = {
      "Writes a line for each pair. Imported with the same --format and --encoding, the lines give"
          + " the same pairs, byte for byte.",
      "",
      "A file appears under its name when it is complete, and replaces one that was there."
    },
    footer = {
      "  cairn export store backup.ndjson",
      "  cairn export words --format tsv --encoding text | sort | less"
    })
final class ExportCommand implements Callable<Integer> {
  private static final Path STANDARD_OUTPUT = Path.of("-");
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_LINKS = 40; // As Linux follows.

  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where the lines go; without it, or with -, to standard output.")
  private Path file = STANDARD_OUTPUT;

  @Mixin private final ExchangeOptions exchange = new ExchangeOptions();

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Exporter exporter = new Exporter(session, exchange.format(), exchange.encoding());
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      long pairCount =
          file.equals(STANDARD_OUTPUT)
              ? exporter.run(open.get(), session.out())
              : exportToFile(exporter, open.get());
      session.say(Figures.count(pairCount) + " pairs exported");
    }
    return ExitCode.OK;
  }

  private long exportToFile(Exporter exporter, KeyValueStore from) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A device or a named pipe: what takes its place would be a file. A directory refuses.
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(file, WRITE), BUFFER_BYTES)) {
        return exporter.run(from, out);
      }
    }
    Path target = behindLinks(file);
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      long pairCount;
      try (FileChannel channel = FileChannel.open(partial, CREATE, TRUNCATE_EXISTING, WRITE);
          OutputStream out =
              new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
        if (Files.exists(target)) {
          copyPermissions(target, partial); // While it is empty: nobody else may read a secret.
        }
        pairCount = exporter.run(from, out);
        // Before it gets its name, so that a name after a crash means a complete file.
        channel.force(true);
      }
      Files.move(partial, target, REPLACE_EXISTING);
      return pairCount;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Where the file lies or shall lie, so that links stay, also one that leads to nothing yet. */
  private static Path behindLinks(Path file) throws IOException {
    Path target = file;
    for (int i = 0; Files.isSymbolicLink(target); i++) {
      if (i == MOST_LINKS) {
        throw new FileSystemException(file.toString(), null, "too many links");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view != null) { // Other systems derive them from the directory.
      view.setPermissions(Files.getPosixFilePermissions(from));
    }
  }
}

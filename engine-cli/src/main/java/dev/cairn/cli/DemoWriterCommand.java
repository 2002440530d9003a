package dev.cairn.cli;

import dev.cairn.cli.demo.DemoWriter;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn demo-writer}: the process that the demo kills. */
@Command(
    name = "demo-writer",
    hidden = true,
    header = "Write until killed; a part of demo.",
    footer = {"  cairn demo-writer store hash"})
final class DemoWriterCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private Path directory;

  @Parameters(index = "1", paramLabel = "ENGINE", description = "The engine.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private String engine;

  DemoWriterCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    DemoWriter.run(session, directory, engine);
    return ExitCode.OK;
  }
}

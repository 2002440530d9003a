package dev.cairn.cli;

import dev.cairn.Stores;
import dev.cairn.cli.demo.CharacterNames;
import dev.cairn.cli.demo.Demo;
import dev.cairn.cli.demo.DemoReport;
import dev.cairn.cli.demo.JdkImage;
import dev.cairn.cli.demo.Source;
import dev.cairn.cli.session.Bounds;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn demo}: the main job on real data. */
@Command(
    name = "demo",
    header = "Load, read, change, kill and recover on real data.",
    description = {
      "Takes every engine through the main job on data that every JDK carries: all class and"
          + " resource files of its image and the names of the Unicode characters, some 320,000"
          + " pairs and 150 MB.",
      "",
      "Loads them, reads each back byte for byte, deletes a third, overwrites a third and compares"
          + " the store with what must be left. Then a child process writes, is killed with kill -9"
          + " at a random moment, and the store is opened and compared: nothing that was"
          + " acknowledged may be lost. Any difference ends the demo with 1. It cleans up after"
          + " itself and takes less than a minute for an engine."
    },
    footer = {"  cairn demo", "  cairn demo --engine hash --kills 20"})
final class DemoCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "Only this engine; may be given again (default: every engine there is).")
  private List<String> engines = Stores.engines();

  @Option(
      names = "--kills",
      paramLabel = "COUNT",
      description = "How often the writing process is killed (default: ${DEFAULT-VALUE}).")
  private int killCount = 5;

  @Option(names = "--json", description = "Print one JSON object; times are in nanoseconds.")
  private boolean json;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    engines.forEach(Engines::require);
    Bounds.require("--kills", killCount, 1, 10_000);
    List<Source> sources = List.of(JdkImage.whole(), CharacterNames.all());
    DemoReport report =
        new Demo(session, sources, RandomGenerator.getDefault()).run(engines, killCount);
    session.print(json ? report.json() : report.text());
    return ExitCode.OK;
  }
}

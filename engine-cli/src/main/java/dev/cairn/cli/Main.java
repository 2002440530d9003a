package dev.cairn.cli;

import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Session;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Where the process begins. */
public final class Main {
  private static final int NARROWEST_HELP = 60;
  private static final int WIDEST_HELP = 100;

  private Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param arguments the command's name and its arguments
   */
  public static void main(String[] arguments) {
    Session session = Session.ofProcess();
    // Ctrl-C and a plain kill end the process through this: stores are closed, temporary
    // directories removed.
    Runtime.getRuntime().addShutdownHook(new Thread(session::end, "cairn-end"));
    System.exit(run(session, arguments));
  }

  /**
   * Runs a command.
   *
   * @param session its streams
   * @param arguments the command's name and its arguments
   * @return one of {@link ExitCode}
   */
  static int run(Session session, String... arguments) {
    CairnCommand cairn = new CairnCommand();
    CommandLine line = new CommandLine(cairn);
    for (Callable<Integer> command : commands(session)) {
      line.addSubcommand(command);
    }
    Failures failures = new Failures(session, cairn);
    PrintWriter out =
        new PrintWriter(
            new BufferedWriter(new OutputStreamWriter(session.out(), StandardCharsets.UTF_8)));
    line.setOut(out)
        .setUsageHelpWidth(Math.clamp(session.screen().columns(), NARROWEST_HELP, WIDEST_HELP))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
    try {
      return line.execute(arguments);
    } catch (Error error) {
      return failures.handle(error);
    }
  }

  private static List<Callable<Integer>> commands(Session session) {
    return List.of(
        new DemoCommand(session),
        new PutCommand(session),
        new GetCommand(session),
        new DeleteCommand(session),
        new ScanCommand(session),
        new ShellCommand(session),
        new ImportCommand(session),
        new ExportCommand(session),
        new StatsCommand(session),
        new TablesCommand(session),
        new VerifyCommand(session),
        new SalvageCommand(session),
        new CheckpointCommand(session),
        new BenchCommand(session),
        new SoakCommand(session),
        new DemoWriterCommand(session));
  }
}

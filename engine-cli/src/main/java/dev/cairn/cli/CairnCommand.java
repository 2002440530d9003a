package dev.cairn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line as a whole: what is common to all commands. */
@Command(
    name = "cairn",
    header = "Work with Cairn stores: directories that hold pairs of a key and a value.",
    description = {
      "Results go to standard output, everything else to standard error. A failure is one line that"
          + " begins with 'cairn:'.",
      "",
      "In a checkout, 'cairn compare' measures the engines against other stores, and 'cairn report'"
          + " makes a page with charts of that; see their --help."
    },
    footer = {
      "  cairn demo",
      "  cairn put addresses alice 'Main Street 1'",
      "  cairn get addresses alice",
      "  cairn shell addresses",
      "  cairn bench --help"
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    synopsisHeading = "%nUsage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    footerHeading = "%nExamples:%n",
    exitCodeList = {
      "0:done",
      "1:the answer is no: absent key, bad line, a check found a difference",
      "2:the command line makes no sense; nothing was done",
      "3:a file, a stream or the store failed",
      "4:the store's files are damaged",
      "5:the store is open in another process",
      "130:ended by Ctrl-C; the store was closed",
      "143:ended by SIGTERM; the store was closed"
    })
final class CairnCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where in the program a failure happened.")
  private boolean stackTraceWanted;

  boolean stackTraceWanted() {
    return stackTraceWanted;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}

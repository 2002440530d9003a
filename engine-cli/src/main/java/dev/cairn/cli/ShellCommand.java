package dev.cairn.cli;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.OutputException;
import dev.cairn.cli.session.Screen;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.shell.Dialogue;
import dev.cairn.cli.shell.Interpreter;
import dev.cairn.cli.shell.PipedDialogue;
import dev.cairn.cli.shell.TerminalDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn shell}: commands to one store, one after another. */
@Command(
    name = "shell",
    header = "Work with one store, command by command.",
    description = {
      "Reads commands, a line each; .help lists them. At a terminal it has history"
          + " (~/.cairn_history), completion by Tab of commands and, if the engine has key order,"
          + " of keys, and pages; Ctrl-D leaves.",
      "",
      "From a pipe it prints results only, key, tab, value, and ends at the first line that fails,"
          + " with its exit code. The lines before it have taken effect; a key that is absent is no"
          + " failure."
    },
    footer = {
      "  cairn shell addresses",
      "  printf 'put a 1\\nscan\\n' | cairn shell addresses --create"
    })
final class ShellCommand implements Callable<Integer> {
  private static final String HISTORY = ".cairn_history";

  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();

  @Option(names = "--create", description = "Create the store if the directory is absent or empty.")
  private boolean create;

  ShellCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    StoreArgument.IfAbsent ifAbsent =
        create ? StoreArgument.IfAbsent.CREATE : StoreArgument.IfAbsent.REFUSE;
    try (Held<KeyValueStore> open = store.open(session, ifAbsent)) {
      boolean person = session.screen().style() != Screen.Style.LINES;
      try (Dialogue dialogue = person ? terminal() : new PipedDialogue(session.in())) {
        Interpreter interpreter =
            new Interpreter(
                session, open.get(), dialogue, () -> StatsText.tableWithCounts(open.get().stats()));
        if (person) {
          session.say(
              "store of the engine " + open.get().stats().engine() + "; .help lists commands");
          talk(interpreter, dialogue);
        } else {
          runScript(interpreter, dialogue);
        }
      }
    }
    return ExitCode.OK;
  }

  private static Dialogue terminal() throws IOException {
    return new TerminalDialogue(Path.of(System.getProperty("user.home"), HISTORY));
  }

  /** A person is told what failed, and may try again. */
  private void talk(Interpreter interpreter, Dialogue dialogue) throws IOException {
    boolean more = true;
    while (more) {
      String line = dialogue.nextLine(interpreter::completions);
      if (line == null) {
        return;
      }
      try {
        more = interpreter.run(line);
      } catch (OutputException gone) {
        throw gone;
      } catch (IOException | RuntimeException failure) {
        session.requireGoingOn();
        session.say(Failures.message(Failures.withoutWrapper(failure)));
      }
    }
  }

  /** A script ends at what fails: the lines behind it may rely on it. */
  private static void runScript(Interpreter interpreter, Dialogue dialogue) throws IOException {
    int number = 0;
    boolean more = true;
    while (more) {
      String line = dialogue.nextLine(interpreter::completions);
      if (line == null) {
        return;
      }
      number++;
      try {
        more = interpreter.run(line);
      } catch (RuntimeException failure) {
        Exception cause = Failures.withoutWrapper(failure);
        throw new CommandFailure(
            Failures.exitCode(cause), "line " + number + ": " + Failures.message(cause));
      }
    }
  }
}

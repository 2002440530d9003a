package dev.cairn.cli;

import dev.cairn.CorruptionException;
import dev.cairn.StoreException;
import dev.cairn.StoreLockedException;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.OutputException;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what was thrown into one line for the user and a number for the shell. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Session session;
  private final CairnCommand cairn;

  Failures(Session session, CairnCommand cairn) {
    this.session = session;
    this.cairn = cairn;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    session.say(firstLine(failure) + suggestion(failure) + "; see " + command + " --help");
    return ExitCode.USAGE;
  }

  private static String suggestion(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      return "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
    }
    return "";
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parseResult) {
    if (cairn.stackTraceWanted()) {
      session.trace(failure);
    }
    // Once the session ends, stores are closed under the command's feet: what it met then is not
    // news to the user who ended it.
    if (session.isEnding()) {
      return ExitCode.INTERRUPTED;
    }
    Exception cause = located(withoutWrapper(failure), parseResult.subcommand());
    if (!(cause instanceof OutputException output && output.isBrokenPipe())) {
      session.say(message(cause));
    }
    return exitCode(cause);
  }

  /** A read of a store that is open knows the name of a damaged file, and not which store it is. */
  private static Exception located(Exception failure, @Nullable ParseResult command) {
    return failure instanceof CorruptionException damage
            && firstLine(damage).startsWith(damage.file() + ":")
            && command != null
            && command.matchedPositionalValue(0, (Object) null) instanceof Path store
        ? damage.at(store.resolve(damage.file()).toString())
        : failure;
  }

  /** The JVM itself would end with 1, which means something else. */
  int handle(Error error) {
    if (cairn.stackTraceWanted()) {
      session.trace(error);
    }
    if (session.isEnding()) {
      return ExitCode.INTERRUPTED;
    }
    session.say(
        error instanceof OutOfMemoryError
            ? "out of memory: " + error.getMessage() + "; set CAIRN_JAVA_OPTS=-Xmx4g or more"
            : unexpected(error));
    return ExitCode.FAILURE;
  }

  static Exception withoutWrapper(Exception failure) {
    return failure instanceof UncheckedIOException && failure.getCause() instanceof IOException io
        ? io
        : failure;
  }

  static int exitCode(Exception failure) {
    return switch (failure) {
      case CommandFailure refusal -> refusal.exitCode();
      case CorruptionException corruption -> ExitCode.CORRUPTION;
      case StoreLockedException locked -> ExitCode.LOCKED;
      case IllegalArgumentException argument -> ExitCode.USAGE;
      default -> ExitCode.FAILURE;
    };
  }

  static String message(Exception failure) {
    return switch (failure) {
      case NoSuchFileException absent -> absent.getFile() + ": no such file or directory";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException exists -> exists.getFile() + ": exists already";
      case FileSystemException io when io.getReason() != null ->
          io.getFile() + ": " + io.getReason();
      case CommandFailure refusal -> firstLine(refusal);
      case StoreException store -> firstLine(store);
      case IllegalArgumentException argument -> firstLine(argument);
      case IOException io -> firstLine(io);
      default -> unexpected(failure);
    };
  }

  private static String unexpected(Throwable failure) {
    return "unexpected " + failure + "; --stacktrace shows where";
  }

  private static String firstLine(Exception failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }
}

package dev.cairn.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The command that runs a test again, as a failure prints it. */
public final class RepeatCommand {
  private RepeatCommand() {}

  /**
   * The command.
   *
   * @param context the test
   * @return the line, to which properties can be added
   */
  public static String of(ExtensionContext context) {
    return "mvn -B -pl %s -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest=%s#%s"
        .formatted(
            module(),
            context.getRequiredTestClass().getSimpleName(),
            context.getRequiredTestMethod().getName());
  }

  /** Maven starts the tests of a module in its directory. */
  private static String module() {
    return String.valueOf(
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().getFileName());
  }
}

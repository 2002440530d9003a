package dev.cairn.cli.session;

import java.io.Serial;

/** A command cannot do what it was asked to. The message is the one line its user reads. */
public final class CommandFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;

  /**
   * Says why.
   *
   * @param exitCode one of {@link ExitCode}
   * @param message one line
   */
  public CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /**
   * What the process shall end with.
   *
   * @return one of {@link ExitCode}
   */
  public int exitCode() {
    return exitCode;
  }
}

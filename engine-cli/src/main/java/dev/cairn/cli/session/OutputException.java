package dev.cairn.cli.session;

import java.io.IOException;
import java.io.Serial;

/** Standard output took no more: its disk is full, or its reader went away. */
public final class OutputException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  OutputException(IOException cause) {
    super("standard output: " + cause.getMessage(), cause);
  }

  /**
   * Whether the reader of a pipe has seen enough, as in {@code cairn scan store | head}. That is
   * nobody's mistake and not worth a message.
   *
   * @return whether it was a pipe without a reader
   */
  public boolean isBrokenPipe() {
    return String.valueOf(getMessage()).contains("Broken pipe");
  }
}

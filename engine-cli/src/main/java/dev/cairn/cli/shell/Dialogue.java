package dev.cairn.cli.shell;

import org.jspecify.annotations.Nullable;

/** Whoever gives the commands: a person at a terminal, or a pipe. */
public interface Dialogue extends AutoCloseable {
  /**
   * Asks for the next command.
   *
   * @return a line, or null if there are no more
   */
  @Nullable String nextLine();

  /**
   * How many lines are read at once before {@link #wantsMore} is asked.
   *
   * @return the lines; {@link Integer#MAX_VALUE} for a pipe
   */
  int pageLines();

  /**
   * How many characters of a line can be seen.
   *
   * @return the characters; {@link Integer#MAX_VALUE} for a pipe
   */
  int columns();

  /**
   * Asks whether to print another page.
   *
   * @return whether to go on
   */
  boolean wantsMore();

  /** Keeps what is to be remembered, and gives the terminal back. */
  @Override
  void close();
}

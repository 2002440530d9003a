package dev.cairn.cli.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever gives the commands: a person at a terminal, or a pipe. */
public interface Dialogue extends AutoCloseable {
  /** Knows what a word may be that somebody has begun to type. */
  @FunctionalInterface
  interface Completion {
    /**
     * What the word may be.
     *
     * @param before the words before it
     * @param begun what there is of it
     * @return the words that it may become
     */
    List<String> of(List<String> before, String begun);
  }

  /**
   * Asks for the next command.
   *
   * @param completion helps to type it
   * @return a line, or null if there are no more
   */
  @Nullable String nextLine(Completion completion);

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

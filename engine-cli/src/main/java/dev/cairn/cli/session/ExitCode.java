package dev.cairn.cli.session;

/**
 * What the process says to the shell. Scripts rely on these: a number never changes its meaning.
 */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /**
   * The answer is no: the key is absent, the input holds a bad line, a check found a difference.
   */
  public static final int MISMATCH = 1;

  /** The command line makes no sense; nothing was done. */
  public static final int USAGE = 2;

  /** A file, a stream or the store failed. */
  public static final int FAILURE = 3;

  /** The store's files are damaged. */
  public static final int CORRUPTION = 4;

  /** The store is open in another process. */
  public static final int LOCKED = 5;

  /** Ended by Ctrl-C; the store was closed. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}

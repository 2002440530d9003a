package dev.cairn.testkit;

/** A call that has not ended after a time that is far longer than any needs: nobody knows why. */
public final class Hang extends AssertionError {
  /** After how many seconds a call counts as one. */
  public static final long AFTER_SECONDS = 600;

  private static final long serialVersionUID = 1;

  /**
   * Names what hangs.
   *
   * @param message what does
   */
  public Hang(String message) {
    super(message);
  }
}

package dev.cairn.testkit;

/** A call that has not ended after a time that is far longer than any needs: nobody knows why. */
public final class Hang extends AssertionError {
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

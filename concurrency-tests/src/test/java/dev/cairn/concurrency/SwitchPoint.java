package dev.cairn.concurrency;

/** A place where the model checker may let another thread go on. */
public final class SwitchPoint {
  // What it is does not matter: the model checker switches where a field that threads share is
  // read.
  private static volatile int field;

  private SwitchPoint() {}

  /** Called before each access to memory that the model checker cannot see. */
  public static void here() {
    int _ = field;
  }
}

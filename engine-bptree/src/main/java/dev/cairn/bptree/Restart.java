package dev.cairn.bptree;

/**
 * Says that a reader without a lock saw a page while it changed, and has to begin anew. Thrown only
 * where a return value cannot say so.
 */
final class Restart extends RuntimeException {
  @SuppressWarnings("StaticAssignmentOfThrowable") // It has no trace and says nothing.
  static final Restart INSTANCE = new Restart();

  private static final long serialVersionUID = 1;

  private Restart() {
    super("a page changed while it was read", null, false, false);
  }
}

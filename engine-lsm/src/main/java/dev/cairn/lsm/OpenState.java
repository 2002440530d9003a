package dev.cairn.lsm;

/** Whether something is open, and what it is called when it is not. */
@FunctionalInterface
interface OpenState {
  /** Throws {@link IllegalStateException} if it is closed. */
  void requireOpen();
}

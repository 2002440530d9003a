package dev.cairn.testkit.vfs;

/** How long a disk goes on failing. */
public enum FaultSpan {
  /** One operation fails. */
  ONCE,
  /** Every operation that the fault can strike fails from then on. */
  STICKY
}

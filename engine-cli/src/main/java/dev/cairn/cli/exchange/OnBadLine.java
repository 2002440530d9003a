package dev.cairn.cli.exchange;

/** What an import does with a line it cannot read. */
public enum OnBadLine {
  /** It ends there. */
  STOP,
  /** It says so and goes on behind it. */
  SKIP
}

package dev.cairn.cli.session;

import java.util.Locale;

/** What a progress counts. */
public enum Unit {
  /** Bytes of a file. */
  BYTES,
  /** Pairs of a store. */
  ENTRIES,
  /** Calls of a store. */
  OPERATIONS,
  /** Times that a process was killed. */
  KILLS;

  /** An amount with its unit, such as {@code 1,200 entries}. */
  String show(long amount) {
    return this == BYTES ? Figures.bytes(amount) : Figures.count(amount) + " " + label();
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.cairn.cli.bench;

import java.util.List;
import java.util.Locale;

/** A part of a measurement. */
public enum Phase {
  /** A new store gets every key in key order. */
  FILLSEQ(Kind.FILL),
  /** A new store gets every key in random order. */
  FILLRANDOM(Kind.FILL),
  /** Random keys get new values. */
  OVERWRITE(Kind.WRITE),
  /** Random keys are read. */
  READRANDOM(Kind.READ),
  /** Keys that are absent are read. */
  READMISSING(Kind.READ),
  /** Random keys are read with getAll. */
  READBATCH(Kind.READ),
  /** Random keys are read while one more thread overwrites. */
  READWHILEWRITING(Kind.READ),
  /** The store is closed and opened. */
  REOPEN(Kind.OPEN);

  /** What a phase does to the store. */
  enum Kind {
    FILL,
    WRITE,
    READ,
    OPEN
  }

  private final Kind kind;

  Phase(Kind kind) {
    this.kind = kind;
  }

  /**
   * The phases in the order in which a full measurement runs them.
   *
   * @return all of them
   */
  public static List<Phase> all() {
    return List.of(values());
  }

  Kind kind() {
    return kind;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

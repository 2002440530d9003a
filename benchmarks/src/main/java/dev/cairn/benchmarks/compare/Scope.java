package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;

/** Between which stores a figure may be compared. */
public enum Scope {
  /** All: the work is the same. */
  ANY,

  /** Those whose writes survive the same: one that promises less has less to do. */
  SAME_DURABILITY,

  /** None: the store had no time for the whole work, and this is of a part of it. */
  CUT_SHORT,

  /**
   * None: a faster store had more to do, or it describes the machine or a part of a sum that is
   * compared.
   */
  NONE;

  /** Of a median of two rounds: one of the two may be of less work than the other. */
  Scope and(Scope other) {
    if (this == other) {
      return this;
    }
    return this == CUT_SHORT || other == CUT_SHORT ? CUT_SHORT : NONE;
  }

  /**
   * Whether a figure of two stores may be compared.
   *
   * @param one what the writes of one survive
   * @param other what those of the other survive
   * @return whether it may
   */
  public boolean joins(Durability one, Durability other) {
    return switch (this) {
      case ANY -> true;
      case SAME_DURABILITY -> one == other;
      case CUT_SHORT, NONE -> false;
    };
  }
}

package dev.cairn.benchmarks.store;

/** Pairs one after another in one direction, as an iterator of a map gives them. */
interface PairRun {
  /** Moves to the next pair of this direction, and returns whether there is one. */
  boolean next();

  /** The pair's key. */
  byte[] key();

  /** The pair's value. */
  byte[] value();
}

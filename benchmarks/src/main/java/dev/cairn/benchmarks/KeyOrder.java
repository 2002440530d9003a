package dev.cairn.benchmarks;

/** In which order the keys of ascending numbers come. */
public enum KeyOrder {
  /** In none: numbers are mixed. */
  RANDOM,

  /** Each is greater than the one before. */
  ASCENDING
}

package dev.cairn.map;

/** What a walk over a store has to bring. */
enum Fetch {
  KEYS,
  PAIRS
}

package dev.cairn.hash;

/**
 * How the index of a hash store looks for a free or matching slot. Each may be chosen at every
 * opening.
 */
public enum Probing {
  /**
   * Groups of fourteen slots behind fourteen one-byte tags that are compared at once, as in
   * Abseil's Swiss tables and Folly's F14. The default: the fewest cache misses at the highest
   * load.
   */
  GROUP,

  /**
   * Slot after slot from the key's home on. The simplest; fast at a low load, slow to miss at a
   * high one.
   */
  LINEAR,

  /**
   * Linear, but a key takes the place of one that is nearer to its home (Celis, Larson, Munro,
   * "Robin Hood hashing", 1985): no search is much longer than another.
   */
  ROBIN_HOOD,

  /** A list of nodes per bucket. Takes more memory; indifferent to load. */
  CHAINED
}

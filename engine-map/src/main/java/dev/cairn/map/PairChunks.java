package dev.cairn.map;

import java.util.List;

/**
 * A walk over the pairs of a store, some at a time. Nothing of the store is held between two
 * chunks, so a walk may be given up at any time.
 */
interface PairChunks {
  /** The next pairs; empty at the end, and from then on. */
  List<Pair> next();
}

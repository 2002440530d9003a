package dev.cairn.lsm;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often blocks were found in the cache, and how often a file was read: data blocks, and
 * partitions of indexes with their filters.
 */
final class CacheCounts {
  private final LongAdder dataHits = new LongAdder();
  private final LongAdder dataMisses = new LongAdder();
  private final LongAdder indexHits = new LongAdder();
  private final LongAdder indexMisses = new LongAdder();

  void addDataHit() {
    dataHits.increment();
  }

  /** Adds hits that were counted elsewhere: a look-up looks at an index in each of many tables. */
  void addIndexHits(int count) {
    if (count > 0) {
      indexHits.add(count);
    }
  }

  void addMiss(byte kind) {
    (kind == TableFormat.DATA ? dataMisses : indexMisses).increment();
  }

  long dataHits() {
    return dataHits.sum();
  }

  long dataMisses() {
    return dataMisses.sum();
  }

  long indexHits() {
    return indexHits.sum();
  }

  long indexMisses() {
    return indexMisses.sum();
  }

  /** How often a file was read. */
  long misses() {
    return dataMisses() + indexMisses();
  }
}

package dev.cairn.cli.bench;

import dev.cairn.StoreSettings;
import dev.cairn.cli.session.Bounds;

/**
 * What is measured.
 *
 * @param engine the engine's name
 * @param settings how its stores are opened
 * @param pairCount pairs in a filled store
 * @param keyBytes bytes of each key
 * @param valueBytes bytes of each value
 * @param threadCount threads that call the store
 * @param batchPairs pairs of a write; 1 is a single put
 * @param getAllKeys keys of a call in the phase readbatch
 * @param readCount reads of each reading phase, in all threads together
 */
public record BenchPlan(
    String engine,
    StoreSettings settings,
    long pairCount,
    int keyBytes,
    int valueBytes,
    int threadCount,
    int batchPairs,
    int getAllKeys,
    long readCount) {

  /**
   * Checks the values.
   *
   * @throws dev.cairn.cli.session.CommandFailure if one makes no sense
   */
  public BenchPlan {
    Bounds.require("--num", pairCount, 1, 1L << 40);
    Bounds.require("--key-bytes", keyBytes, Long.BYTES, 1 << 15);
    Bounds.require("--value-bytes", valueBytes, 0, 1 << 24);
    Bounds.require("--threads", threadCount, 1, 1_024);
    Bounds.require("--batch", batchPairs, 1, 1 << 20);
    Bounds.require("--getall", getAllKeys, 1, 1 << 20);
    Bounds.require("--reads", readCount, 1, 1L << 40);
  }

  int pairBytes() {
    return keyBytes + valueBytes;
  }
}

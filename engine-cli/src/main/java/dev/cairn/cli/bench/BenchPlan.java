package dev.cairn.cli.bench;

import dev.cairn.Durability;

/**
 * What is measured.
 *
 * @param engine the engine's name
 * @param pairCount pairs in a filled store
 * @param keyBytes bytes of each key
 * @param valueBytes bytes of each value
 * @param threadCount threads that call the store
 * @param durability what each write shall survive
 * @param batchPairs pairs of a write; 1 is a single put
 * @param getAllKeys keys of a call in the phase readbatch
 * @param readCount reads of each reading phase, in all threads together
 * @param memoryBudgetBytes off-heap bytes the store may use
 */
public record BenchPlan(
    String engine,
    long pairCount,
    int keyBytes,
    int valueBytes,
    int threadCount,
    Durability durability,
    int batchPairs,
    int getAllKeys,
    long readCount,
    long memoryBudgetBytes) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public BenchPlan {
    require("--num", pairCount, 1, 1L << 40);
    require("--key-bytes", keyBytes, Long.BYTES, 1 << 15);
    require("--value-bytes", valueBytes, 0, 1 << 24);
    require("--threads", threadCount, 1, 1_024);
    require("--batch", batchPairs, 1, 1 << 20);
    require("--getall", getAllKeys, 1, 1 << 20);
    require("--reads", readCount, 1, 1L << 40);
  }

  private static void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " " + value + ": expected " + least + " to " + most);
    }
  }

  int pairBytes() {
    return keyBytes + valueBytes;
  }
}

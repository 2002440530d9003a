package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Pairs;
import java.nio.file.Path;

/**
 * Where a store lives, how large it is going to be and what is asked of it.
 *
 * @param directory its directory, for it alone
 * @param pairCount pairs it will hold at most
 * @param valueBytes length of every value
 * @param budgetBytes memory it may take, if it can be told
 * @param durability what its writes shall survive; one of those that its {@link Peer} gives
 */
public record Home(
    Path directory, long pairCount, int valueBytes, long budgetBytes, Durability durability) {
  /**
   * Bytes of all keys and values.
   *
   * @return the bytes
   */
  public long contentBytes() {
    return pairCount * (Pairs.KEY_BYTES + valueBytes);
  }
}

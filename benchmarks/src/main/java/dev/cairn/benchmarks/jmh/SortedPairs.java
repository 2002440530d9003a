package dev.cairn.benchmarks.jmh;

import dev.cairn.benchmarks.KeyOrder;
import dev.cairn.benchmarks.Pairs;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/** Pairs in the order of their keys, as a store is loaded with. */
final class SortedPairs implements Iterator<Map.Entry<byte[], byte[]>> {
  private final Pairs pairs;
  private final long pairCount;
  private long number;

  SortedPairs(Contents like) {
    this.pairs = new Pairs(like.keyBytes, like.valueBytes, KeyOrder.ASCENDING);
    this.pairCount = like.pairs;
  }

  @Override
  public boolean hasNext() {
    return number < pairCount;
  }

  @Override
  public Map.Entry<byte[], byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Map.Entry<byte[], byte[]> pair = Map.entry(pairs.key(number), pairs.value(number));
    number++;
    return pair;
  }
}

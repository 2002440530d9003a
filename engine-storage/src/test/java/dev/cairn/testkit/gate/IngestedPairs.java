package dev.cairn.testkit.gate;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedReader;
import dev.cairn.testkit.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Keys that one thread alone gives a store, all at once, by {@link EngineFixture#ingest}: first
 * there are none, then again and again all with the next number. So each view of the store has one
 * number at all of them.
 */
final class IngestedPairs {
  private static final int PAIRS = 8;

  /** So that they need more than one table where tables are small. */
  private static final int VALUE_BYTES = 700;

  private final EngineFixture engine;
  private final String prefix;
  private volatile int begun;
  private volatile int returned;

  IngestedPairs(EngineFixture engine, int owner) {
    this.engine = engine;
    this.prefix = "ingested " + owner + "/";
  }

  /** Gives a store the next number. */
  void ingest(KeyValueStore store) {
    int number = begun + 1;
    begun = number;
    Bytes value = Bytes.of(ByteBuffer.allocate(VALUE_BYTES).putInt(number).array());
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = 0; i < PAIRS; i++) {
      pairs.put(Bytes.of(prefix + i), value);
    }
    engine.ingest(store, pairs);
    returned = number;
  }

  /**
   * Fails unless a scan meets the pairs of one ingest, of the last that had returned before or of
   * one that had begun by the end.
   */
  void requireWhole(OrderedReader store) {
    int least = returned;
    List<Integer> numbers = new ArrayList<>();
    try (Cursor cursor = store.scan(KeyRange.prefix(Bytes.of(prefix).toArray()))) {
      while (cursor.next()) {
        numbers.add(ByteBuffer.wrap(cursor.value()).getInt());
      }
    }
    int most = begun;
    if (!isWhole(numbers, least, most)) {
      throw new AssertionError(
          "of %d pairs of ingest %d to %d there are those of %s"
              .formatted(PAIRS, least, most, numbers));
    }
  }

  private static boolean isWhole(List<Integer> numbers, int least, int most) {
    if (numbers.isEmpty()) {
      return least == 0;
    }
    int number = numbers.getFirst();
    return numbers.size() == PAIRS
        && new HashSet<>(numbers).size() == 1
        && number >= least
        && number <= most;
  }
}

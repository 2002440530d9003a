package dev.cairn.testkit;

import dev.cairn.KeyValueStore;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All the pairs of a store, as a map. */
public final class Contents {
  private static final int DESCRIBED_KEYS = 10;

  private Contents() {}

  /**
   * Walks over a store.
   *
   * @param store the store, to which nobody writes meanwhile
   * @return its pairs
   * @throws AssertionError if the store shows a key twice
   */
  public static NavigableMap<Bytes, Bytes> of(KeyValueStore store) {
    NavigableMap<Bytes, Bytes> content = new TreeMap<>();
    store.forEach((key, value) -> {
      Bytes copy = Bytes.of(key);
      if (content.put(copy, Bytes.of(value)) != null) {
        throw new AssertionError("forEach visited " + copy + " twice");
      }
    });
    return content;
  }

  /**
   * Says how a content differs from what was expected.
   *
   * @param expected what was expected
   * @param actual what there is
   * @return a line for each of the first keys that differ
   */
  public static String describeDifference(Map<Bytes, Bytes> expected, Map<Bytes, Bytes> actual) {
    TreeSet<Bytes> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    StringBuilder text = new StringBuilder();
    int differing = 0;
    for (Bytes key : keys) {
      @Nullable Bytes wanted = expected.get(key);
      @Nullable Bytes found = actual.get(key);
      if (!Objects.equals(wanted, found) && ++differing <= DESCRIBED_KEYS) {
        text.append(key + ": expected " + wanted + ", found " + found + "\n");
      }
    }
    return text.append(differing).append(" keys differ").toString();
  }
}

package dev.cairn.testkit.gate;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Reads stores in every way there is, and compares. */
final class Reading {
  private Reading() {}

  /**
   * All the pairs of a store, to which nobody writes meanwhile.
   *
   * @throws AssertionError if a scan in either direction shows others than a walk
   */
  static NavigableMap<Bytes, Bytes> content(KeyValueStore store) {
    NavigableMap<Bytes, Bytes> content = Contents.of(store);
    if (store instanceof OrderedStore ordered) {
      List<Map.Entry<Bytes, Bytes>> pairs = List.copyOf(content.entrySet());
      try (Cursor cursor = ordered.scan(KeyRange.all())) {
        List<Map.Entry<Bytes, Bytes>> forward = new ArrayList<>();
        while (cursor.next()) {
          forward.add(pairAt(cursor));
        }
        List<Map.Entry<Bytes, Bytes>> backward = new ArrayList<>();
        while (cursor.previous()) {
          backward.add(pairAt(cursor));
        }
        if (!forward.equals(pairs) || !backward.equals(pairs.reversed())) {
          throw new AssertionError(
              "forEach shows %s,%na scan %s,%nbackwards %s".formatted(pairs, forward, backward));
        }
      }
    }
    return content;
  }

  private static Map.Entry<Bytes, Bytes> pairAt(Cursor cursor) {
    return Map.entry(Bytes.of(cursor.key()), Bytes.of(cursor.value()));
  }

  /** Fails unless each key has its value when it is asked for alone. */
  static void checkEach(KeyValueStore store, Map<Bytes, Bytes> content) {
    content.forEach((key, value) -> {
      Bytes found = Bytes.ofNullable(store.get(key.toArray()));
      if (!value.equals(found)) {
        throw new AssertionError("get(%s) is %s, and a walk shows %s".formatted(key, found, value));
      }
    });
  }
}

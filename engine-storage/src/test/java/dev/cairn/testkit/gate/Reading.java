package dev.cairn.testkit.gate;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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

  /**
   * Fails unless each key that is asked for by itself has the value that a walk shows, or none if
   * that shows none.
   *
   * @param known keys that are asked for beside those of the content
   */
  static void checkEach(
      KeyValueStore store, NavigableMap<Bytes, Bytes> content, Collection<Bytes> known) {
    Set<Bytes> all = new TreeSet<>(content.keySet());
    all.addAll(known);
    List<Bytes> keys = List.copyOf(all);
    List<byte @Nullable []> together = store.getAll(keys.stream().map(Bytes::toArray).toList());
    for (int i = 0; i < keys.size(); i++) {
      Bytes key = keys.get(i);
      byte[] bytes = key.toArray();
      Bytes value = content.get(key);
      requireSame("get", key, Bytes.ofNullable(store.get(bytes)), value);
      requireSame("getAll", key, Bytes.ofNullable(together.get(i)), value);
      requireSame("contains", key, store.contains(bytes), value != null);
    }
    if (store instanceof OrderedStore ordered) {
      checkSeeks(ordered, content, keys);
    }
  }

  private static void checkSeeks(
      OrderedStore store, NavigableMap<Bytes, Bytes> content, List<Bytes> keys) {
    try (Cursor cursor = store.scan(KeyRange.all())) {
      for (Bytes key : keys) {
        Map.Entry<Bytes, Bytes> found = cursor.seek(key.toArray()) ? pairAt(cursor) : null;
        requireSame("seek", key, found, content.ceilingEntry(key));
      }
    }
  }

  private static void requireSame(
      String call, Bytes key, @Nullable Object found, @Nullable Object shown) {
    if (!Objects.equals(found, shown)) {
      throw new AssertionError(
          "%s(%s) is %s, and a walk shows %s".formatted(call, key, found, shown));
    }
  }
}

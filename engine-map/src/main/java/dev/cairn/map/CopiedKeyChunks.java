package dev.cairn.map;

import dev.cairn.KeyValueStore;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk over a store that has no order to go on in: it begins with a copy of all keys, and asks
 * for each whether it is still there when its turn comes.
 */
final class CopiedKeyChunks implements PairChunks {
  private static final int CHUNK_KEYS = 64;

  private final KeyValueStore store;
  private final Fetch fetch;
  private @Nullable List<byte[]> keys;
  private int next;

  CopiedKeyChunks(KeyValueStore store, Fetch fetch) {
    this.store = store;
    this.fetch = fetch;
  }

  @Override
  public List<Pair> next() {
    if (keys == null) {
      keys = allKeys(store);
    }
    List<Pair> chunk = new ArrayList<>();
    while (chunk.isEmpty() && next < keys.size()) {
      List<byte[]> some = keys.subList(next, Math.min(next + CHUNK_KEYS, keys.size()));
      next += some.size();
      addPresent(some, chunk);
    }
    return chunk;
  }

  private static List<byte[]> allKeys(KeyValueStore store) {
    List<byte[]> keys = new ArrayList<>();
    store.forEach((key, value) -> keys.add(key.toArray(ValueLayout.JAVA_BYTE)));
    return keys;
  }

  private void addPresent(List<byte[]> some, List<Pair> chunk) {
    if (fetch == Fetch.KEYS) {
      for (byte[] key : some) {
        if (store.contains(key)) {
          chunk.add(new Pair(key, null));
        }
      }
      return;
    }
    List<byte @Nullable []> values = store.getAll(some);
    for (int i = 0; i < some.size(); i++) {
      byte @Nullable [] value = values.get(i);
      if (value != null) {
        chunk.add(new Pair(some.get(i), value));
      }
    }
  }
}

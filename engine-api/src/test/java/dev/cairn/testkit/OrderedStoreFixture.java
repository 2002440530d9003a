package dev.cairn.testkit;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.OrderedReader;
import dev.cairn.OrderedStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the parts of the contract of ordered stores get at a store. */
public interface OrderedStoreFixture extends StoreFixture {
  @Override
  OrderedStore openInMemory();

  @Override
  OrderedStore open(Path directory);

  @Override
  OrderedStore store();

  /**
   * Puts keys whose values are the keys in capitals.
   *
   * @param keys the keys
   */
  default void putAll(String... keys) {
    for (String key : keys) {
      store().put(bytes(key), bytes(key.toUpperCase(Locale.ROOT)));
    }
  }

  /**
   * The keys that a forward scan shows.
   *
   * @param reader what to scan
   * @param range the range to scan
   * @return the keys as text
   */
  default List<String> keys(OrderedReader reader, KeyRange range) {
    List<String> keys = new ArrayList<>();
    try (Cursor cursor = reader.scan(range)) {
      while (cursor.next()) {
        keys.add(text(cursor.key()));
      }
    }
    return keys;
  }
}

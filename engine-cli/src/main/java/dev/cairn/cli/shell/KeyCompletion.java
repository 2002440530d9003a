package dev.cairn.cli.shell;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.OrderedReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The keys that begin like what was typed, for a store that has them in order. */
final class KeyCompletion {
  private static final int MOST = 100;

  private KeyCompletion() {}

  /**
   * The first hundred keys and, if there are more, the last: whoever takes what all of these begin
   * with takes what all keys begin with.
   *
   * @param begun the beginning of a key as it is typed; nothing is offered behind half an escape
   */
  static List<String> of(OrderedReader store, Style style, String begun) {
    byte[] prefix;
    try {
      prefix = style.parse(begun);
    } catch (IllegalArgumentException half) {
      return List.of();
    }
    List<String> keys = new ArrayList<>();
    try (Cursor cursor = store.scan(KeyRange.prefix(prefix))) {
      while (keys.size() < MOST && cursor.next()) {
        keys.add(typed(style, cursor.key()));
      }
      if (keys.size() == MOST && cursor.next()) {
        cursor.seekFloor(greatest(prefix));
        keys.add(typed(style, cursor.key()));
      }
    }
    return keys;
  }

  /** No key that begins so is above it. */
  private static byte[] greatest(byte[] prefix) {
    byte[] key = Arrays.copyOf(prefix, Limits.MAX_KEY_BYTES);
    Arrays.fill(key, prefix.length, key.length, (byte) 0xff);
    return key;
  }

  /** As the shell shows it, without what would end the word. */
  private static String typed(Style style, byte[] key) {
    return style.show(key).replace(" ", "\\x20").replace("'", "\\x27").replace("\"", "\\x22");
  }
}

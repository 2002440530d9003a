package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.OrderedReader;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an ordered store shows of a range with the sorted truth: the keys of the folder of
 * the first key that was added, of a class all classes of its package, forward and backward.
 */
final class RangeCheck {
  private final TreeSet<byte[]> expected = new TreeSet<>(Arrays::compareUnsigned);
  private byte @Nullable [] prefix;

  /** Tells of a key that the store must have. */
  void add(byte[] key) {
    byte[] start = prefix;
    if (start == null) {
      start = Arrays.copyOf(key, new String(key, ISO_8859_1).lastIndexOf('/') + 1);
      prefix = start;
    }
    if (key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length)) {
      expected.add(key);
    }
  }

  /** Compares; {@code where} begins the message about a difference. */
  void run(String where, OrderedReader store) {
    byte[] start = prefix;
    if (start == null) {
      throw Difference.failure(where + ": nothing to scan");
    }
    try (Cursor cursor = store.scan(KeyRange.prefix(start))) {
      for (byte[] key : expected) {
        Difference.requireEqual(where + ", scan", key, key, cursor.next() ? cursor.key() : null);
      }
      requireEnd(where, cursor.next());
      for (byte[] key : expected.descendingSet()) {
        Difference.requireEqual(
            where + ", reverse scan", key, key, cursor.previous() ? cursor.key() : null);
      }
      requireEnd(where, cursor.previous());
    }
  }

  private static void requireEnd(String where, boolean isOnPair) {
    if (isOnPair) {
      throw Difference.failure(where + ": a scan goes on beyond its range");
    }
  }
}

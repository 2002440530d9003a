package dev.cairn.bptree;

import dev.cairn.KeyRange;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of the key space whose pages are lost. They do not overlap. */
final class LostKeys {
  // From the smallest key of each part to the key above it, or null.
  private final TreeMap<byte[], byte @Nullable []> parts = new TreeMap<>(Arrays::compareUnsigned);

  void add(KeyRange range) {
    parts.put(range.from(), range.to());
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  boolean contains(byte[] key) {
    Map.Entry<byte[], byte @Nullable []> part = parts.floorEntry(key);
    return part != null && isBelow(key, part.getValue());
  }

  /** Shows what a range has in common with each part. */
  void within(byte[] from, byte @Nullable [] to, Consumer<KeyRange> user) {
    parts.forEach((lostFrom, lostTo) -> {
      byte[] first = Arrays.compareUnsigned(from, lostFrom) < 0 ? lostFrom : from;
      byte @Nullable [] end = to == null || (lostTo != null && !isBelow(to, lostTo)) ? lostTo : to;
      if (isBelow(first, end)) {
        user.accept(end == null ? KeyRange.from(first) : KeyRange.of(first, end));
      }
    });
  }

  private static boolean isBelow(byte[] key, byte @Nullable [] end) {
    return end == null || Arrays.compareUnsigned(key, end) < 0;
  }
}

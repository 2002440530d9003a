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

  /** Adds a range, as one part with those that it overlaps. */
  void add(KeyRange range) {
    byte[] from = range.from();
    byte @Nullable [] to = range.to();
    for (Map.Entry<byte[], byte @Nullable []> part; (part = overlapped(from, to)) != null; ) {
      parts.remove(part.getKey());
      from = Arrays.compareUnsigned(part.getKey(), from) < 0 ? part.getKey() : from;
      to = to != null && isBelow(to, part.getValue()) ? part.getValue() : to;
    }
    parts.put(from, to);
  }

  /** The last part that has keys of a range, or null. */
  private Map.@Nullable Entry<byte[], byte @Nullable []> overlapped(
      byte[] from, byte @Nullable [] to) {
    Map.Entry<byte[], byte @Nullable []> last =
        to == null ? parts.lastEntry() : parts.lowerEntry(to);
    return last != null && isBelow(from, last.getValue()) ? last : null;
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

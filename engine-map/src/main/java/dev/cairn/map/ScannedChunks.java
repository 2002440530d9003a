package dev.cairn.map;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.OrderedReader;
import java.util.ArrayList;
import java.util.List;

/** A walk in key order: each chunk has a cursor of its own, which begins behind the last key. */
final class ScannedChunks implements PairChunks {
  // Whoever looks at the first pair only shall not pay for many; whoever looks at all, not for many
  // cursors.
  private static final int FIRST_CHUNK_PAIRS = 8;
  private static final int MAX_CHUNK_PAIRS = 512;
  private static final long MAX_CHUNK_BYTES = 1 << 18;

  private final OrderedReader reader;
  private final Direction direction;
  private final Fetch fetch;
  private KeyRange rest;
  private int chunkPairs = FIRST_CHUNK_PAIRS;

  ScannedChunks(OrderedReader reader, KeyRange range, Direction direction, Fetch fetch) {
    this.reader = reader;
    this.rest = range;
    this.direction = direction;
    this.fetch = fetch;
  }

  @Override
  public List<Pair> next() {
    List<Pair> chunk = new ArrayList<>();
    if (rest.isEmpty()) {
      return chunk;
    }
    try (Cursor cursor = reader.scan(rest)) {
      long bytes = 0;
      boolean more = direction.first(cursor, rest);
      while (more) {
        Pair pair = new Pair(cursor.key(), fetch == Fetch.PAIRS ? cursor.value() : null);
        chunk.add(pair);
        bytes += pair.key().length + (pair.value() == null ? 0 : pair.value().length);
        more = chunk.size() < chunkPairs && bytes < MAX_CHUNK_BYTES && direction.next(cursor);
      }
    }
    if (!chunk.isEmpty()) {
      rest = direction.after(rest, chunk.getLast().key(), false);
      chunkPairs = Math.min(2 * chunkPairs, MAX_CHUNK_PAIRS);
    }
    return chunk;
  }
}

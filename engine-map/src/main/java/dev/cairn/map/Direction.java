package dev.cairn.map;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import java.util.Arrays;

/** In which direction a map goes through the keys of its store. */
enum Direction {
  ASCENDING {
    @Override
    boolean first(Cursor cursor, KeyRange range) {
      return cursor.next();
    }

    @Override
    boolean next(Cursor cursor) {
      return cursor.next();
    }

    @Override
    KeyRange before(KeyRange range, byte[] key, boolean inclusive) {
      return KeyRanges.upTo(range, key, inclusive);
    }

    @Override
    KeyRange after(KeyRange range, byte[] key, boolean inclusive) {
      return KeyRanges.startingAt(range, key, inclusive);
    }

    @Override
    boolean isOrder(byte[] first, byte[] second) {
      return Arrays.compareUnsigned(first, second) <= 0;
    }

    @Override
    Direction reversed() {
      return DESCENDING;
    }
  },

  DESCENDING {
    @Override
    boolean first(Cursor cursor, KeyRange range) {
      return KeyRanges.seekLast(cursor, range);
    }

    @Override
    boolean next(Cursor cursor) {
      return cursor.previous();
    }

    @Override
    KeyRange before(KeyRange range, byte[] key, boolean inclusive) {
      return KeyRanges.startingAt(range, key, inclusive);
    }

    @Override
    KeyRange after(KeyRange range, byte[] key, boolean inclusive) {
      return KeyRanges.upTo(range, key, inclusive);
    }

    @Override
    boolean isOrder(byte[] first, byte[] second) {
      return Arrays.compareUnsigned(first, second) >= 0;
    }

    @Override
    Direction reversed() {
      return ASCENDING;
    }
  };

  /** Moves a new cursor of a range to the pair that comes first. */
  abstract boolean first(Cursor cursor, KeyRange range);

  /** Moves a cursor to the pair that comes next. */
  abstract boolean next(Cursor cursor);

  /** The keys of a range that come before a key, or also the key itself. */
  abstract KeyRange before(KeyRange range, byte[] key, boolean inclusive);

  /** The keys of a range that come after a key, or also the key itself. */
  abstract KeyRange after(KeyRange range, byte[] key, boolean inclusive);

  /** Whether a key comes before another, or is the same. */
  abstract boolean isOrder(byte[] first, byte[] second);

  abstract Direction reversed();
}

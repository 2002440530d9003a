package dev.cairn.map;

import org.jspecify.annotations.Nullable;

/** A key and its value as the store has them; the value is null where only keys were fetched. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares pairs.
record Pair(byte[] key, byte @Nullable [] value) {
  /** The value, which was fetched. */
  byte[] fetchedValue() {
    if (value == null) {
      throw new AssertionError("no value was fetched");
    }
    return value;
  }
}

package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.PairCursor;
import org.jspecify.annotations.Nullable;

/** Checks every answer of a store, so that none is measured giving wrong ones. */
final class Answers {
  private Answers() {}

  /** Requires one of a number's values, and returns its version. */
  static int requireValue(Pairs pairs, long number, byte @Nullable [] value) {
    if (value == null || !pairs.isValue(number, value)) {
      throw new IllegalStateException(
          "number "
              + number
              + ": expected its value, found "
              + (value == null ? "none" : value.length + " other bytes"));
    }
    return pairs.version(value);
  }

  static void requireVersion(Pairs pairs, long number, int version, byte @Nullable [] value) {
    int found = requireValue(pairs, number, value);
    if (found != version) {
      throw new IllegalStateException(
          "number %d: expected its value of version %d, found version %d"
              .formatted(number, version, found));
    }
  }

  static void requireNone(long number, byte @Nullable [] value) {
    if (value != null) {
      throw new IllegalStateException("number " + number + ": found, but was never put");
    }
  }

  /** Requires that the cursor stands on a pair, and returns the beginning of its key. */
  static long requirePair(Pairs pairs, PairCursor cursor) {
    long keyHead = cursor.keyHead();
    long valueHead = cursor.valueHead();
    if (!pairs.isPair(keyHead, valueHead, cursor.valueTail())) {
      throw new IllegalStateException(
          "key %016x: found with the value of number %d".formatted(keyHead, (int) valueHead));
    }
    return keyHead;
  }

  static void requireAscending(long before, long after) {
    if (Long.compareUnsigned(before, after) >= 0) {
      throw new IllegalStateException("key %016x: found after %016x".formatted(after, before));
    }
  }

  static void requireAllMet(long metCount, long pairCount) {
    if (metCount != pairCount) {
      throw new IllegalStateException("scan of %,d pairs: met %,d".formatted(pairCount, metCount));
    }
  }
}

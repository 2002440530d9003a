package dev.cairn.cli.demo;

import dev.cairn.KeyValueStore;
import dev.cairn.OrderedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a store holds with a source at a stage, in both directions: every pair of the
 * source is looked up, one at a time and in groups, and every pair of the store is looked for in
 * the source, and an ordered store shows a range as it must. It counts what it compared, so that a
 * check that looked at nothing does not pass.
 */
final class ContentCheck {
  private static final int GROUP_KEYS = 64;
  private static final long GROUP_BYTES = 8 << 20;

  private final String where;
  private final KeyValueStore store;
  private final Source source;
  private final Stage stage;

  private final RangeCheck range = new RangeCheck();
  private final CallTimes gets = new CallTimes();
  private final CallTimes groupGets = new CallTimes();
  private final List<byte[]> groupKeys = new ArrayList<>();
  private final List<byte @Nullable []> groupValues = new ArrayList<>();
  private long groupBytes;

  private long expectedPairs;
  private long expectedKeySum;
  private long walkedPairs;
  private long walkedKeySum;

  /** Prepares; {@code where} begins the message about a difference. */
  ContentCheck(String where, KeyValueStore store, Source source, Stage stage) {
    this.where = where;
    this.store = store;
    this.source = source;
    this.stage = stage;
  }

  /** Compares everything. To be called once. */
  void run(Steps steps) throws IOException {
    source.forEach((key, original) -> {
      lookUp(key, stage.expected(key, original));
      steps.done();
    });
    lookUpGroup();
    store.forEach((key, value) -> {
      walk(key.toArray(ValueLayout.JAVA_BYTE), value);
      steps.done();
    });
    Difference.requireEqual(where + ": pairs that a walk finds", expectedPairs, walkedPairs);
    Difference.requireEqual(
        where + ": sum of the keys that it finds", expectedKeySum, walkedKeySum);
    if (expectedPairs == 0) {
      throw Difference.failure(where + ": nothing was compared");
    }
    if (store instanceof OrderedReader ordered) {
      range.run(where, ordered);
    }
  }

  private void lookUp(byte[] key, byte @Nullable [] expected) {
    long start = System.nanoTime();
    byte @Nullable [] found = store.get(key);
    gets.add(start, 1);
    Difference.requireEqual(where + ", get", key, expected, found);
    if (expected != null) {
      expectedPairs++;
      range.add(key);
      expectedKeySum += checksum(key);
    }
    groupKeys.add(key);
    groupValues.add(expected);
    groupBytes += expected == null ? 0 : expected.length;
    if (groupKeys.size() == GROUP_KEYS || groupBytes >= GROUP_BYTES) {
      lookUpGroup();
    }
  }

  private void lookUpGroup() {
    long start = System.nanoTime();
    List<byte @Nullable []> found = store.getAll(groupKeys);
    groupGets.add(start, groupKeys.size());
    Difference.requireEqual(where + ", getAll: values", groupKeys.size(), found.size());
    for (int i = 0; i < groupKeys.size(); i++) {
      Difference.requireEqual(
          where + ", getAll", groupKeys.get(i), groupValues.get(i), found.get(i));
    }
    groupKeys.clear();
    groupValues.clear();
    groupBytes = 0;
  }

  private void walk(byte[] key, MemorySegment value) {
    if (CrashScript.ownsKey(key)) {
      return;
    }
    byte @Nullable [] original = source.valueOf(key);
    byte @Nullable [] expected = original == null ? null : stage.expected(key, original);
    Difference.requireEqual(where + ", walk", key, expected, value.toArray(ValueLayout.JAVA_BYTE));
    walkedPairs++;
    walkedKeySum += checksum(key);
  }

  /** Summed up, it tells a walk that shows one key twice and another not at all. */
  private static long checksum(byte[] key) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    return crc.getValue();
  }

  CallTimes gets() {
    return gets;
  }

  CallTimes groupGets() {
    return groupGets;
  }

  /** Pairs that the store must hold and does. */
  long expectedPairs() {
    return expectedPairs;
  }

  /** Values that were compared byte for byte, or found to be rightly absent. */
  long comparisonCount() {
    return gets.pairCount() + groupGets.pairCount() + walkedPairs;
  }
}

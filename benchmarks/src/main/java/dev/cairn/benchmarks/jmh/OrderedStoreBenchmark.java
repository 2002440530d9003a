package dev.cairn.benchmarks.jmh;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Snapshot;
import dev.cairn.benchmarks.jmh.FilledOrderedStore.Walk;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Operations that only ordered stores have, in nanoseconds; those of all stores are in {@link
 * StoreBenchmark}.
 */
public class OrderedStoreBenchmark extends CallBenchmark {
  static final int STEPS = 100;
  private static final byte[] LEAST = {};
  private static final byte[] GREATEST = new byte[32];

  static {
    Arrays.fill(GREATEST, (byte) 0xff);
  }

  /** JMH makes it. */
  public OrderedStoreBenchmark() {}

  /**
   * The next pair, looked at in place; from the last on to the first.
   *
   * @param walk the cursor
   * @return what was seen
   */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public long next(Walk walk) {
    return next(walk.cursor());
  }

  static long next(Cursor cursor) {
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      if (!cursor.next()) {
        cursor.seek(LEAST);
      }
      seen += look(cursor);
    }
    return seen;
  }

  /**
   * The previous pair, looked at in place; from the first on to the last.
   *
   * @param walk the cursor
   * @return what was seen
   */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public long previous(Walk walk) {
    return previous(walk.cursor());
  }

  static long previous(Cursor cursor) {
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      if (!cursor.previous()) {
        cursor.seekFloor(GREATEST);
      }
      seen += look(cursor);
    }
    return seen;
  }

  /**
   * The next pair, copied; from the last on to the first.
   *
   * @param walk the cursor
   * @return what was seen
   */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public long nextCopied(Walk walk) {
    Cursor cursor = walk.cursor();
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      if (!cursor.next()) {
        cursor.seek(LEAST);
      }
      seen += cursor.key()[0] + cursor.value()[0];
    }
    return seen;
  }

  static long look(Cursor cursor) {
    return (long) cursor.keySegment().get(ValueLayout.JAVA_BYTE, 0)
        + cursor.valueSegment().get(ValueLayout.JAVA_BYTE, 0);
  }

  /**
   * A seek to a key that is there.
   *
   * @param walk the cursor
   * @return what was seen there
   */
  @Benchmark
  public long seek(Walk walk) {
    walk.cursor().seek(walk.presentKey());
    return look(walk.cursor());
  }

  /**
   * A seek backwards to a key that is there.
   *
   * @param walk the cursor
   * @return what was seen there
   */
  @Benchmark
  public long seekFloor(Walk walk) {
    walk.cursor().seekFloor(walk.presentKey());
    return look(walk.cursor());
  }

  /**
   * A cursor of its own from a key on, and its first pair.
   *
   * @param filled the store
   * @param walk chooses the key
   * @return what was seen there
   */
  @Benchmark
  public long scan(FilledOrderedStore filled, Walk walk) {
    try (Cursor cursor = filled.store().scan(KeyRange.from(walk.presentKey()))) {
      cursor.next();
      return look(cursor);
    }
  }

  /**
   * A snapshot, and one get of it.
   *
   * @param filled the store
   * @param walk chooses the key
   * @return the value
   */
  @Benchmark
  public byte @Nullable [] snapshot(FilledOrderedStore filled, Walk walk) {
    try (Snapshot snapshot = filled.store().snapshot()) {
      return snapshot.get(walk.presentKey());
    }
  }

  /**
   * A delete of a range that holds one key, and a put that brings it back.
   *
   * @param filled the store
   * @param choice of the pair
   */
  @Benchmark
  @OperationsPerInvocation(2)
  public void deleteRangeAndPut(FilledOrderedStore filled, Walk choice) {
    long number = choice.present();
    byte[] key = choice.key(number);
    filled.store().deleteRange(KeyRange.of(key, Arrays.copyOf(key, key.length + 1)));
    filled.store().put(key, choice.value(number));
  }
}

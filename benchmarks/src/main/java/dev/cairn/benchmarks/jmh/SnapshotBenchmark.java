package dev.cairn.benchmarks.jmh;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Snapshot;
import dev.cairn.benchmarks.jmh.FilledOrderedStore.Walk;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads of a snapshot, in nanoseconds; the same reads of a store are in {@link StoreBenchmark}. */
public class SnapshotBenchmark extends CallBenchmark {
  /** JMH makes it. */
  public SnapshotBenchmark() {}

  /** A snapshot that is behind its store: a tenth of the pairs was overwritten since. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Behind {
    private static final int TENTH = 10;

    private Snapshot snapshot;

    /** JMH makes it. */
    public Behind() {}

    /**
     * Takes it, and overwrites.
     *
     * @param filled the store
     */
    @Setup(Level.Trial)
    public void take(FilledOrderedStore filled) {
      snapshot = filled.store().snapshot();
      for (long number = 0; number < filled.pairs; number += TENTH) {
        filled.store().put(filled.content().key(number), filled.content().value(number));
      }
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void end() {
      snapshot.close();
    }
  }

  /** One thread's cursor over all pairs of the snapshot. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class WalkBehind {
    private Cursor cursor;

    /** JMH makes it. */
    public WalkBehind() {}

    /**
     * Opens the cursor.
     *
     * @param behind the snapshot
     */
    @Setup(Level.Iteration)
    public void open(Behind behind) {
      cursor = behind.snapshot.scan(KeyRange.all());
    }

    /** Closes it. */
    @TearDown(Level.Iteration)
    public void close() {
      cursor.close();
    }
  }

  /**
   * A copy of a value.
   *
   * @param behind the snapshot
   * @param walk chooses the key
   * @return the value
   */
  @Benchmark
  public byte @Nullable [] get(Behind behind, Walk walk) {
    return behind.snapshot.get(walk.presentKey());
  }

  /**
   * Whether a key is there.
   *
   * @param behind the snapshot
   * @param walk chooses the key
   * @return true
   */
  @Benchmark
  public boolean contains(Behind behind, Walk walk) {
    return behind.snapshot.contains(walk.presentKey());
  }

  /**
   * A look at a value in place.
   *
   * @param behind the snapshot
   * @param walk chooses the key
   * @return the value's first byte
   */
  @Benchmark
  public @Nullable Byte read(Behind behind, Walk walk) {
    return behind.snapshot.read(
        MemorySegment.ofArray(walk.presentKey()), value -> value.get(ValueLayout.JAVA_BYTE, 0));
  }

  /**
   * Copies of many values in one call.
   *
   * @param behind the snapshot
   * @param walk chooses the keys
   * @return the values
   */
  @Benchmark
  @OperationsPerInvocation(PairChoice.BATCH_PAIRS)
  public List<byte @Nullable []> getAll(Behind behind, Walk walk) {
    byte[][] keys = new byte[PairChoice.BATCH_PAIRS][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = walk.presentKey();
    }
    return behind.snapshot.getAll(Arrays.asList(keys));
  }

  /**
   * A cursor from a key on, and its first pair.
   *
   * @param behind the snapshot
   * @param walk chooses the key
   * @return what was seen there
   */
  @Benchmark
  public long scan(Behind behind, Walk walk) {
    try (Cursor cursor = behind.snapshot.scan(KeyRange.from(walk.presentKey()))) {
      cursor.next();
      return OrderedStoreBenchmark.look(cursor);
    }
  }

  /**
   * The next pair, looked at in place; from the last on to the first.
   *
   * @param walk the cursor
   * @return what was seen
   */
  @Benchmark
  @OperationsPerInvocation(OrderedStoreBenchmark.STEPS)
  public long next(WalkBehind walk) {
    return OrderedStoreBenchmark.next(walk.cursor);
  }

  /**
   * The previous pair, looked at in place; from the first on to the last.
   *
   * @param walk the cursor
   * @return what was seen
   */
  @Benchmark
  @OperationsPerInvocation(OrderedStoreBenchmark.STEPS)
  public long previous(WalkBehind walk) {
    return OrderedStoreBenchmark.previous(walk.cursor);
  }

  /**
   * A seek to a key that is there.
   *
   * @param walk the cursor
   * @param choice of the key
   * @return what was seen there
   */
  @Benchmark
  public long seek(WalkBehind walk, Walk choice) {
    walk.cursor.seek(choice.presentKey());
    return OrderedStoreBenchmark.look(walk.cursor);
  }
}

package dev.cairn.benchmarks.jmh;

import dev.cairn.KeyRange;
import dev.cairn.benchmarks.Directories;
import dev.cairn.lsm.LsmOptions;
import dev.cairn.lsm.LsmStore;
import dev.cairn.lsm.LsmTable;
import dev.cairn.lsm.LsmTables;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Operations that only the LSM store has, in milliseconds. */
public class LsmStoreBenchmark extends WholeStoreCallBenchmark {
  private static final int TENTH = 10;

  /** A tenth of all keys, by their first byte. */
  private static final KeyRange LOW_KEYS = KeyRange.to(new byte[] {(byte) 0x1a});

  /** JMH makes it. */
  public LsmStoreBenchmark() {}

  /** A store with all pairs below a count in it. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Filled extends Contents {
    private LsmStore store;

    /** JMH makes it. */
    public Filled() {}

    /**
     * Makes and fills the store.
     *
     * @throws IOException if there is no place for it
     */
    @Setup(Level.Trial)
    public void make() throws IOException {
      fill();
      store.flush();
    }

    @Override
    void openStore() {
      store = open("store");
    }

    private LsmStore open(String name) {
      return LsmStore.open(
          besides(name),
          LsmOptions.builder().durability(durability).memoryBudgetBytes(BUDGET_BYTES).build());
    }

    @Override
    LsmStore store() {
      return store;
    }
  }

  /** The same, when a tenth of the pairs was overwritten. */
  @State(Scope.Benchmark)
  public static class Overwritten {
    /** JMH makes it. */
    public Overwritten() {}

    /**
     * Puts every tenth pair again.
     *
     * @param filled the store
     */
    @Setup(Level.Invocation)
    public void overwrite(Filled filled) {
      for (long number = 0; number < filled.pairs; number += TENTH) {
        filled.store.put(filled.content().key(number), filled.content().value(number));
      }
    }
  }

  /** An empty store. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Empty {
    private static final String NAME = "empty";

    private LsmStore store;
    private SortedPairs pairs;

    /** JMH makes it. */
    public Empty() {}

    /**
     * Opens it.
     *
     * @param filled whose place and whose kind of pairs it has
     */
    @Setup(Level.Invocation)
    public void open(Filled filled) {
      store = filled.open(NAME);
      pairs = new SortedPairs(filled);
    }

    /**
     * Removes it.
     *
     * @param filled whose place it has
     */
    @TearDown(Level.Invocation)
    public void remove(Filled filled) {
      store.close();
      Directories.delete(filled.besides(NAME));
    }
  }

  /**
   * The memtable, with a tenth of all pairs, becomes a table.
   *
   * @param filled the store
   * @param overwritten that a tenth of it is
   */
  @Benchmark
  public void flush(Filled filled, Overwritten overwritten) {
    filled.store().flush();
  }

  /**
   * All pairs are written anew.
   *
   * @param filled the store
   * @param overwritten that a tenth of it is
   */
  @Benchmark
  public void compact(Filled filled, Overwritten overwritten) {
    filled.store().compact(KeyRange.all());
  }

  /**
   * A tenth of all pairs is written anew.
   *
   * @param filled the store
   * @param overwritten that a tenth of it is
   */
  @Benchmark
  public void compactRange(Filled filled, Overwritten overwritten) {
    filled.store().compact(LOW_KEYS);
  }

  /**
   * As many pairs as asked for go into an empty store in order.
   *
   * @param empty the store
   */
  @Benchmark
  public void ingest(Empty empty) {
    empty.store.ingest(empty.pairs);
  }

  /**
   * What tables there are, in microseconds.
   *
   * @param filled the store
   * @return the tables
   */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  public List<LsmTable> tables(Filled filled) {
    return filled.store().tables().list();
  }

  /**
   * All entries of all tables.
   *
   * @param filled the store
   * @return bytes of their values
   */
  @Benchmark
  public long visit(Filled filled) {
    LsmTables tables = filled.store().tables();
    long[] bytes = {0};
    for (LsmTable table : tables.list()) {
      tables.visit(table, (key, sequence, isDelete, valueBytes) -> bytes[0] += valueBytes);
    }
    return bytes[0];
  }
}

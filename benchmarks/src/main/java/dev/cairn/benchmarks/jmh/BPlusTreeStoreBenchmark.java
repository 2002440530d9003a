package dev.cairn.benchmarks.jmh;

import dev.cairn.benchmarks.Directories;
import dev.cairn.bptree.BPlusTreeOptions;
import dev.cairn.bptree.BPlusTreeStore;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Operations that only the B+ tree store has, in milliseconds. A tenth of the pairs is overwritten
 * before each.
 */
public class BPlusTreeStoreBenchmark extends WholeStoreCallBenchmark {
  private static final int TENTH = 10;

  /** JMH makes it. */
  public BPlusTreeStoreBenchmark() {}

  /** A store with all pairs below a count in it. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Filled extends Contents {
    private BPlusTreeStore store;

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
    }

    @Override
    void openStore() {
      store = open("store");
    }

    private BPlusTreeStore open(String name) {
      return BPlusTreeStore.open(
          besides(name),
          BPlusTreeOptions.builder()
              .durability(durability)
              .memoryBudgetBytes(BUDGET_BYTES)
              .build());
    }

    @Override
    BPlusTreeStore store() {
      return store;
    }

    /** Puts every tenth pair again. */
    @Setup(Level.Invocation)
    public void overwrite() {
      for (long number = 0; number < pairs; number += TENTH) {
        store.put(content().key(number), content().value(number));
      }
    }
  }

  /** An empty store. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Empty {
    private static final String NAME = "empty";

    private BPlusTreeStore store;
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
   * Space that is not used goes back to the file system.
   *
   * @param filled the store
   */
  @Benchmark
  public void compact(Filled filled) {
    filled.store().compact();
  }

  /**
   * As many pairs as asked for go into an empty store in order.
   *
   * @param empty the store
   */
  @Benchmark
  public void load(Empty empty) {
    empty.store.load(empty.pairs);
  }
}

package dev.cairn.benchmarks.jmh;

import dev.cairn.Damage;
import dev.cairn.KeyValueStore;
import dev.cairn.SalvageReport;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.benchmarks.Directories;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What is done with the directory of a store that is not open, in milliseconds. The process opened
 * it before, and the system still has its files in memory.
 */
public class DirectoryBenchmark extends WholeStoreCallBenchmark {
  /** JMH makes it. */
  public DirectoryBenchmark() {}

  /** A store that was filled. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Filled extends Contents {
    /** An engine on the class path. */
    @Param({"hash", "bptree", "lsm"})
    public String engine;

    private KeyValueStore store;

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
      store = openEngine(engine);
    }

    @Override
    KeyValueStore store() {
      return store;
    }
  }

  /** The same while it is closed. */
  @State(Scope.Benchmark)
  public static class Closed {
    private static final String SALVAGED = "salvaged";

    /** JMH makes it. */
    public Closed() {}

    /**
     * Closes the store, if the last call has opened it.
     *
     * @param filled the store
     */
    @Setup(Level.Invocation)
    public void close(Filled filled) {
      filled.store.close();
    }

    /**
     * Removes what a salvage has made.
     *
     * @param filled the store
     */
    @TearDown(Level.Invocation)
    public void remove(Filled filled) {
      Directories.delete(filled.besides(SALVAGED));
    }
  }

  /** The same while it is open. */
  @State(Scope.Benchmark)
  public static class Opened {
    /** JMH makes it. */
    public Opened() {}

    /**
     * Opens the store anew, and changes it: a close has something to write.
     *
     * @param filled the store
     */
    @Setup(Level.Invocation)
    public void open(Filled filled) {
      filled.store.close();
      filled.openStore();
      for (long number = 0; number < filled.pairs; number += 10) {
        filled.store.put(filled.content().key(number), filled.content().value(number));
      }
    }
  }

  /**
   * Opens it.
   *
   * @param filled the store
   * @param closed that it is not open
   * @return the store
   */
  @Benchmark
  public KeyValueStore open(Filled filled, Closed closed) {
    filled.openStore();
    return filled.store();
  }

  /**
   * Closes it, when a tenth of its pairs was overwritten since it was opened.
   *
   * @param filled the store
   * @param opened that it is open
   */
  @Benchmark
  public void close(Filled filled, Opened opened) {
    filled.store().close();
  }

  /**
   * Looks for damage, of which there is none.
   *
   * @param filled the store
   * @param closed that it is not open
   */
  @Benchmark
  public void examine(Filled filled, Closed closed) {
    Stores.examine(filled.besides(Contents.STORE), filled.engine, DirectoryBenchmark::refuse);
  }

  /**
   * Brings all of it into a new store beside it.
   *
   * @param filled the store
   * @param closed that it is not open
   * @return what became of it
   */
  @Benchmark
  public SalvageReport salvage(Filled filled, Closed closed) {
    Path target = filled.besides(Closed.SALVAGED);
    StoreSettings settings = new StoreSettings(filled.durability, Contents.BUDGET_BYTES);
    return Stores.salvage(
        filled.besides(Contents.STORE),
        filled.engine,
        target,
        settings,
        DirectoryBenchmark::refuse);
  }

  private static void refuse(Damage damage) {
    throw new IllegalStateException("an intact store is damaged: " + damage);
  }
}

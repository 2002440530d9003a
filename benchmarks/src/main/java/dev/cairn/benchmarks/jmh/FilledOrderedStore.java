package dev.cairn.benchmarks.jmh;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OrderedStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.benchmarks.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** An ordered store with all pairs below a count in it, shared by the threads of a trial. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public class FilledOrderedStore {
  private static final long BUDGET_BYTES = 4L << 30;

  /** Pairs that are put in before the measurement. */
  @Param({"100000", "1000000", "10000000"})
  public int pairs;

  /** An engine on the class path that knows the order of its keys. */
  @Param({"bptree", "lsm"})
  public String engine;

  private Path directory;
  private OrderedStore store;

  /** JMH makes it. */
  public FilledOrderedStore() {}

  /**
   * Makes and fills the store.
   *
   * @throws IOException if there is no place for it
   */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    directory = Files.createTempDirectory("cairn-jmh-");
    StoreSettings settings = new StoreSettings(Durability.PROCESS, BUDGET_BYTES);
    store = (OrderedStore) Stores.open(directory, engine, settings);
    for (long number = 0; number < pairs; number++) {
      store.put(KeyChoice.PAIRS.key(number), KeyChoice.PAIRS.value(number));
    }
  }

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() {
    store.close();
    Directories.delete(directory);
  }

  OrderedStore store() {
    return store;
  }

  /** One thread's cursor over all pairs. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Walk {
    private Cursor cursor;
    private SplittableRandom random;
    private int pairs;

    /** JMH makes it. */
    public Walk() {}

    /**
     * Opens the cursor.
     *
     * @param filled the store
     * @param thread tells which thread this is for
     */
    @Setup(Level.Iteration)
    public void open(FilledOrderedStore filled, ThreadParams thread) {
      cursor = filled.store.scan(KeyRange.all());
      random = new SplittableRandom(thread.getThreadIndex());
      pairs = filled.pairs;
    }

    /** Closes it. */
    @TearDown(Level.Iteration)
    public void close() {
      cursor.close();
    }

    Cursor cursor() {
      return cursor;
    }

    byte[] presentKey() {
      return KeyChoice.PAIRS.key(random.nextLong(pairs));
    }
  }
}

package dev.cairn.benchmarks.jmh;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.benchmarks.Directories;
import dev.cairn.benchmarks.KeyOrder;
import dev.cairn.benchmarks.Pairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a store holds before the measurement, and where it lies. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public abstract class Contents {
  static final long BUDGET_BYTES = 4L << 30;

  /** Follows the name of an engine whose store shall have no directory. */
  static final String IN_MEMORY = ":memory";

  /** Where a store lies that has one. */
  static final String STORE = "store";

  /** Pairs that are put in before the measurement. */
  @Param({"100000", "1000000", "10000000"})
  public int pairs;

  /** Length of every key, at least 8. */
  @Param("16")
  public int keyBytes;

  /** Length of every value, at least 16. */
  @Param("100")
  public int valueBytes;

  /** What writes survive. */
  @Param("PROCESS")
  public Durability durability;

  private Path home;
  private Pairs content;

  /** JMH makes the classes that are made of it. */
  protected Contents() {}

  /** Makes the place, and puts all pairs into a store that the subclass opens in it. */
  final void fill() throws IOException {
    home = Files.createTempDirectory("cairn-jmh-");
    content = new Pairs(keyBytes, valueBytes, KeyOrder.RANDOM);
    openStore();
    for (long number = 0; number < pairs; number++) {
      store().put(content.key(number), content.value(number));
    }
  }

  abstract void openStore();

  /** Opens a store of an engine that is known by its name. */
  final KeyValueStore openEngine(String engine) {
    StoreSettings settings = new StoreSettings(durability, BUDGET_BYTES);
    return engine.endsWith(IN_MEMORY)
        ? Stores.open(null, engine.substring(0, engine.length() - IN_MEMORY.length()), settings)
        : Stores.open(besides(STORE), engine, settings);
  }

  abstract KeyValueStore store();

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() {
    store().close();
    Directories.delete(home);
  }

  /** The pairs, below and above those that are in the store. */
  Pairs content() {
    return content;
  }

  /** A place on the store's disk, which is removed with it. */
  Path besides(String name) {
    return home.resolve(name);
  }
}

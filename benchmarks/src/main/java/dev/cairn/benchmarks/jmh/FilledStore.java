package dev.cairn.benchmarks.jmh;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.benchmarks.Directories;
import dev.cairn.hash.HashOptions;
import dev.cairn.hash.HashStore;
import dev.cairn.hash.Probing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A store with all pairs below a count in it, shared by the threads of a trial. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public class FilledStore {
  private static final long BUDGET_BYTES = 4L << 30;
  private static final String HASH_PROBING = "hash:";
  private static final String STORE = "store";

  /** Pairs that are put in before the measurement. */
  @Param({"100000", "1000000", "10000000"})
  public int pairs;

  /** An engine on the class path, or the hash engine with a way of probing. */
  @Param({"hash", "hash:LINEAR", "hash:ROBIN_HOOD", "hash:CHAINED"})
  public String engine;

  /** What writes survive. */
  @Param("PROCESS")
  public Durability durability;

  private Path home;
  private KeyValueStore store;

  /** JMH makes it. */
  public FilledStore() {}

  /**
   * Makes and fills the store.
   *
   * @throws IOException if there is no place for it
   */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    home = Files.createTempDirectory("cairn-jmh-");
    store = open();
    for (long number = 0; number < pairs; number++) {
      store.put(KeyChoice.PAIRS.key(number), KeyChoice.PAIRS.value(number));
    }
  }

  private KeyValueStore open() {
    if (!engine.startsWith(HASH_PROBING)) {
      return Stores.open(besides(STORE), engine, new StoreSettings(durability, BUDGET_BYTES));
    }
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(BUDGET_BYTES)
            .durability(durability)
            .probing(Probing.valueOf(engine.substring(HASH_PROBING.length())))
            .build();
    return HashStore.open(besides(STORE), options);
  }

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() {
    store.close();
    Directories.delete(home);
  }

  void reopen() {
    store.close();
    store = open();
  }

  /** A place on the store's disk, which is removed with it. */
  Path besides(String name) {
    return home.resolve(name);
  }

  KeyValueStore store() {
    return store;
  }
}

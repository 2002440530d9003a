package dev.cairn.benchmarks.jmh;

import dev.cairn.KeyValueStore;
import dev.cairn.hash.HashOptions;
import dev.cairn.hash.HashStore;
import dev.cairn.hash.Probing;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A store with all pairs below a count in it, shared by the threads of a trial. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public class FilledStore extends Contents {
  private static final String HASH_PROBING = "hash:";

  /**
   * An engine on the class path, the hash engine with a way of probing, or an engine in memory,
   * such as {@code hash:memory}.
   */
  @Param({"hash", "hash:LINEAR", "hash:ROBIN_HOOD", "hash:CHAINED"})
  public String engine;

  private KeyValueStore store;

  /** JMH makes it. */
  public FilledStore() {}

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
    store = open();
  }

  private KeyValueStore open() {
    if (!engine.startsWith(HASH_PROBING) || engine.endsWith(IN_MEMORY)) {
      return openEngine(engine);
    }
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(BUDGET_BYTES)
            .durability(durability)
            .probing(Probing.valueOf(engine.substring(HASH_PROBING.length())))
            .build();
    return HashStore.open(besides(STORE), options);
  }

  void reopen() {
    if (engine.endsWith(IN_MEMORY)) {
      throw new IllegalStateException("a store in memory ends when it is closed");
    }
    store.close();
    store = open();
  }

  @Override
  KeyValueStore store() {
    return store;
  }
}

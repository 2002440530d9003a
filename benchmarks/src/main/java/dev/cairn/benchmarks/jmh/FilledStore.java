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
   * An engine on the class path, with files; an engine in memory, such as {@code hash:memory}; or
   * the hash engine with a way of probing, such as {@code hash:ROBIN_HOOD}.
   */
  @Param({"hash", "bptree", "lsm", "hash:memory"})
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
    store =
        engine.startsWith(HASH_PROBING) && !engine.endsWith(IN_MEMORY)
            ? openProbing(Probing.valueOf(engine.substring(HASH_PROBING.length())))
            : openEngine(engine);
  }

  private KeyValueStore openProbing(Probing probing) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(BUDGET_BYTES)
            .durability(durability)
            .probing(probing)
            .build();
    return HashStore.open(besides(STORE), options);
  }

  @Override
  KeyValueStore store() {
    return store;
  }
}

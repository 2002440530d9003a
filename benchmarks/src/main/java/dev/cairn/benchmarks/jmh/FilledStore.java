package dev.cairn.benchmarks.jmh;

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

/** A hash store with all pairs below a count in it, shared by the threads of a trial. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public class FilledStore {
  private static final long BUDGET_BYTES = 4L << 30;

  /** Pairs that are put in before the measurement. */
  @Param({"100000", "1000000", "10000000"})
  public int pairs;

  /** How the index is searched. */
  @Param({"GROUP", "LINEAR", "ROBIN_HOOD", "CHAINED"})
  public Probing probing;

  private Path directory;
  private HashStore store;

  /** JMH makes it. */
  public FilledStore() {}

  /**
   * Makes and fills the store.
   *
   * @throws IOException if there is no place for it
   */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    directory = Files.createTempDirectory("cairn-jmh-");
    HashOptions options =
        HashOptions.builder().memoryBudgetBytes(BUDGET_BYTES).probing(probing).build();
    store = HashStore.open(directory, options);
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

  HashStore store() {
    return store;
  }
}

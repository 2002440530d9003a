package dev.cairn.benchmarks.jmh;

import dev.cairn.benchmarks.Pairs;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Chooses keys at random, for one thread. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public class KeyChoice {
  static final Pairs PAIRS = Pairs.ofDefaultSize();

  /** Keys in a call of {@code getAll} and operations in a batch. */
  static final int BATCH_PAIRS = 100;

  private SplittableRandom random;
  private long pairCount;
  private long nextNew;

  /** JMH makes it. */
  public KeyChoice() {}

  /**
   * Makes choices differ between threads and not between runs.
   *
   * @param filled tells how many pairs there are
   * @param thread tells which thread this is for
   */
  @Setup
  public void prepare(FilledStore filled, ThreadParams thread) {
    random = new SplittableRandom(thread.getThreadIndex());
    pairCount = filled.pairs;
    nextNew = (thread.getThreadIndex() + 1L) << Integer.SIZE;
  }

  long present() {
    return random.nextLong(pairCount);
  }

  byte[] presentKey() {
    return PAIRS.key(present());
  }

  byte[] missingKey() {
    return PAIRS.key(-1 - present());
  }

  /** A number that was not chosen before and is not in the store. */
  long fresh() {
    return nextNew++;
  }
}

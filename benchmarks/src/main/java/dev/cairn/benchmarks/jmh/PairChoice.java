package dev.cairn.benchmarks.jmh;

import dev.cairn.benchmarks.Pairs;
import java.util.SplittableRandom;
import org.openjdk.jmh.infra.ThreadParams;

/** Chooses pairs of a filled store at random, for one thread. */
@SuppressWarnings("NullAway.Init") // Set before each measurement.
abstract class PairChoice {
  /** Keys in a call of {@code getAll} and operations in a batch. */
  static final int BATCH_PAIRS = 100;

  private SplittableRandom random;
  private Pairs content;
  private long pairCount;

  /** Makes choices differ between threads and not between runs. */
  final void begin(Contents filled, ThreadParams thread) {
    random = new SplittableRandom(thread.getThreadIndex());
    content = filled.content();
    pairCount = filled.pairs;
  }

  final SplittableRandom random() {
    return random;
  }

  final long present() {
    return random.nextLong(pairCount);
  }

  final byte[] key(long number) {
    return content.key(number);
  }

  final byte[] value(long number) {
    return content.value(number);
  }

  final byte[] presentKey() {
    return key(present());
  }
}

package dev.cairn.benchmarks.jmh;

import dev.cairn.benchmarks.Directories;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;

/** Operations of every store that look at all of it, in milliseconds. */
public class WholeStoreBenchmark extends WholeStoreCallBenchmark {
  /** JMH makes it. */
  public WholeStoreBenchmark() {}

  /**
   * A walk over all pairs, in whatever order.
   *
   * @param filled the store
   * @return the bytes that were seen
   */
  @Benchmark
  public long forEach(FilledStore filled) {
    long[] bytes = {0};
    filled.store().forEach((key, value) -> bytes[0] += key.byteSize() + value.byteSize());
    return bytes[0];
  }

  /**
   * A put that reaches the device. Nothing else is unforced.
   *
   * @param filled the store
   * @param choice of the pair
   */
  @Benchmark
  public void putAndSync(FilledStore filled, KeyChoice choice) {
    long number = choice.present();
    filled.store().put(choice.key(number), choice.value(number));
    filled.store().sync();
  }

  /**
   * A check of every byte.
   *
   * @param filled the store
   */
  @Benchmark
  public void verify(FilledStore filled) {
    filled.store().verify();
  }

  /**
   * A copy of the store beside it, and its removal.
   *
   * @param filled the store
   */
  @Benchmark
  public void checkpoint(FilledStore filled) {
    Path copy = filled.besides("checkpoint");
    filled.store().checkpoint(copy);
    Directories.delete(copy);
  }
}

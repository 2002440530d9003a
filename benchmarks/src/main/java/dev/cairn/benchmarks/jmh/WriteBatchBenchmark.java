package dev.cairn.benchmarks.jmh;

import dev.cairn.WriteBatch;
import dev.cairn.benchmarks.jmh.StoreBenchmark.Reused;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * The making of batches, which no store sees, in nanoseconds an operation. Each is cleared and used
 * again, but for those of {@link #putsInANewBatch}.
 */
public class WriteBatchBenchmark extends CallBenchmark {
  /** JMH makes it. */
  public WriteBatchBenchmark() {}

  /**
   * Puts of arrays.
   *
   * @param choice of the pairs
   * @param reused the batch
   * @return the batch
   */
  @Benchmark
  @OperationsPerInvocation(KeyChoice.BATCH_PAIRS)
  public WriteBatch puts(KeyChoice choice, Reused reused) {
    return reused.puts(choice);
  }

  /**
   * The same in a batch that has to grow.
   *
   * @param choice of the pairs
   * @return the batch
   */
  @Benchmark
  @OperationsPerInvocation(KeyChoice.BATCH_PAIRS)
  public WriteBatch putsInANewBatch(KeyChoice choice) {
    return new Reused().puts(choice);
  }

  /**
   * Puts of what is in native memory.
   *
   * @param choice of the pairs
   * @param reused the batch
   * @return the batch
   */
  @Benchmark
  @OperationsPerInvocation(KeyChoice.BATCH_PAIRS)
  public WriteBatch putsOfSegments(KeyChoice choice, Reused reused) {
    return reused.putsOfSegments(choice);
  }

  /**
   * Deletes.
   *
   * @param choice of the keys
   * @param reused the batch
   * @return the batch
   */
  @Benchmark
  @OperationsPerInvocation(KeyChoice.BATCH_PAIRS)
  public WriteBatch deletes(KeyChoice choice, Reused reused) {
    return reused.deletes(choice);
  }
}

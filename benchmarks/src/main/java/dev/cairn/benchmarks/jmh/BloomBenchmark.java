package dev.cairn.benchmarks.jmh;

import dev.cairn.internal.simd.SplitBlockBloom;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Bloom filters that fit a cache and that do not, with 10 bits for each key. */
@State(Scope.Thread)
public class BloomBenchmark extends KernelCallBenchmark {
  private static final int HASHES = 4096;
  private static final int BITS_PER_KEY = 10;

  /** Keys that were added to the filter. */
  @Param({"50000", "100000000"})
  public int keys;

  private final long[] added = new long[HASHES];
  private final long[] others = new long[HASHES];
  private MemorySegment filter = MemorySegment.NULL;
  private int blocks;

  /** JMH sets the parameters. */
  public BloomBenchmark() {}

  /** Adds the keys. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    blocks = SplitBlockBloom.blocks(keys, BITS_PER_KEY);
    filter = Arena.ofAuto().allocate((long) blocks * SplitBlockBloom.BLOCK_BYTES, 64);
    for (int i = 0; i < keys; i++) {
      long hash = random.nextLong();
      SplitBlockBloom.add(filter, 0, blocks, hash);
      added[i & (HASHES - 1)] = hash;
    }
    for (int i = 0; i < HASHES; i++) {
      others[i] = random.nextLong();
    }
  }

  /**
   * Probes for keys that are there.
   *
   * @return how many may be there
   */
  @Benchmark
  @OperationsPerInvocation(HASHES)
  public int hit() {
    return probe(added);
  }

  /**
   * Probes for keys that are not there.
   *
   * @return how many may be there
   */
  @Benchmark
  @OperationsPerInvocation(HASHES)
  public int miss() {
    return probe(others);
  }

  /**
   * Probes for keys that are not there, in batches.
   *
   * @return how many may be there
   */
  @Benchmark
  @OperationsPerInvocation(HASHES)
  public int missInBatches() {
    int found = 0;
    for (int from = 0; from < HASHES; from += SplitBlockBloom.MAX_BATCH) {
      found +=
          Long.bitCount(
              SplitBlockBloom.mightContainEach(
                  filter, 0, blocks, others, from, SplitBlockBloom.MAX_BATCH));
    }
    return found;
  }

  /**
   * Adds keys that are there, all in one call.
   *
   * @return the filter
   */
  @Benchmark
  @OperationsPerInvocation(HASHES)
  public MemorySegment add() {
    SplitBlockBloom.addAll(filter, 0, blocks, added, 0, HASHES);
    return filter;
  }

  /**
   * Adds keys that are there, one after another.
   *
   * @return the filter
   */
  @Benchmark
  @OperationsPerInvocation(HASHES)
  public MemorySegment addEach() {
    for (long hash : added) {
      SplitBlockBloom.add(filter, 0, blocks, hash);
    }
    return filter;
  }

  private int probe(long[] hashes) {
    int found = 0;
    for (long hash : hashes) {
      found += SplitBlockBloom.mightContain(filter, 0, blocks, hash) ? 1 : 0;
    }
    return found;
  }
}

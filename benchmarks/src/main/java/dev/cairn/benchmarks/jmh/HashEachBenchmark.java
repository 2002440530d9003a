package dev.cairn.benchmarks.jmh;

import dev.cairn.internal.simd.Fnv1a;
import dev.cairn.internal.simd.Xxh3;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Hashes of many keys of equal length, in cache. */
@State(Scope.Thread)
public class HashEachBenchmark extends KernelCallBenchmark {
  private static final int KEYS = 1024;

  /** The length of each key. */
  @Param({"8", "16"})
  public int bytes;

  private final int[] narrow = new int[KEYS];
  private final long[] wide = new long[KEYS];
  private MemorySegment keys = MemorySegment.NULL;

  /** JMH sets the parameters. */
  public HashEachBenchmark() {}

  /** Makes the keys. */
  @Setup
  public void fill() {
    byte[] array = new byte[KEYS * bytes];
    new SplittableRandom(1).nextBytes(array);
    keys = Arena.ofAuto().allocate(array.length, 64);
    MemorySegment.copy(array, 0, keys, ValueLayout.JAVA_BYTE, 0, array.length);
  }

  /**
   * XXH3.
   *
   * @return the hashes
   */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public long[] xxh3() {
    Xxh3.hashEach(keys, 0, bytes, 1, wide);
    return wide;
  }

  /**
   * FNV-1a of 32 bits.
   *
   * @return the hashes
   */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public int[] fnv1a() {
    Fnv1a.hashEach32(keys, 0, bytes, narrow);
    return narrow;
  }
}

package dev.cairn.benchmarks.jmh;

import dev.cairn.internal.simd.Bytes;
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

/** Keys whose first difference comes after seven eighths of their bytes, in cache. */
@State(Scope.Thread)
public class CompareBenchmark extends KernelCallBenchmark {
  private static final int KEYS = 256;

  /** The length of each key. */
  @Param({"16", "24", "64", "200"})
  public int bytes;

  private final byte[][] arrays = new byte[KEYS][];
  private MemorySegment keys = MemorySegment.NULL;
  private MemorySegment others = MemorySegment.NULL;

  /** JMH sets the parameters. */
  public CompareBenchmark() {}

  /** Makes the keys. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    keys = Arena.ofAuto().allocate((long) KEYS * bytes, 64);
    others = Arena.ofAuto().allocate((long) KEYS * bytes, 64);
    for (int i = 0; i < KEYS; i++) {
      byte[] key = new byte[bytes];
      random.nextBytes(key);
      MemorySegment.copy(key, 0, keys, ValueLayout.JAVA_BYTE, (long) i * bytes, bytes);
      key[bytes - bytes / 8] ^= 1;
      MemorySegment.copy(key, 0, others, ValueLayout.JAVA_BYTE, (long) i * bytes, bytes);
      arrays[i] = key;
    }
  }

  /**
   * Two segments.
   *
   * @return the sum of the answers
   */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public int segments() {
    int sum = 0;
    for (int i = 0; i < KEYS; i++) {
      long offset = (long) i * bytes;
      sum += Bytes.compare(keys, offset, (long) bytes, others, offset, (long) bytes);
    }
    return sum;
  }

  /**
   * A segment and an array.
   *
   * @return the sum of the answers
   */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public int segmentAndArray() {
    int sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sum += Bytes.compare(keys, (long) i * bytes, bytes, arrays[i], 0, bytes);
    }
    return sum;
  }

  /**
   * Where two segments differ first.
   *
   * @return the sum of the answers
   */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public long mismatchOfSegments() {
    long sum = 0;
    for (int i = 0; i < KEYS; i++) {
      long offset = (long) i * bytes;
      sum += Bytes.mismatch(keys, offset, others, offset, bytes);
    }
    return sum;
  }

  /**
   * Where a segment and an array differ first.
   *
   * @return the sum of the answers
   */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public int mismatchOfSegmentAndArray() {
    int sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sum += Bytes.mismatch(keys, (long) i * bytes, arrays[i], 0, bytes);
    }
    return sum;
  }

  /**
   * The JDK's own search for a difference, of two segments.
   *
   * @return the sum of the answers
   */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public long segmentsByJdk() {
    long sum = 0;
    for (int i = 0; i < KEYS; i++) {
      long from = (long) i * bytes;
      sum += MemorySegment.mismatch(keys, from, from + bytes, others, from, from + bytes);
    }
    return sum;
  }
}

package dev.cairn.benchmarks.jmh;

import dev.cairn.internal.simd.SortedHeads;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Search in 64 nodes of sorted heads, node and head chosen at random. */
@State(Scope.Thread)
public class HeadSearchBenchmark extends KernelCallBenchmark {
  private static final int NODES = 64;
  private static final int SEARCHES = 16_384;

  /** Heads in a node. */
  @Param({"16", "64", "256"})
  public int heads;

  private final int[] nodes = new int[SEARCHES];
  private final long[] sought = new long[SEARCHES];
  private MemorySegment ints = MemorySegment.NULL;
  private MemorySegment longs = MemorySegment.NULL;

  /** JMH sets the parameters. */
  public HeadSearchBenchmark() {}

  /** Makes the nodes and the searches. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    ints = Arena.ofAuto().allocate((long) NODES * heads * Integer.BYTES, 64);
    longs = Arena.ofAuto().allocate((long) NODES * heads * Long.BYTES, 64);
    for (int node = 0; node < NODES; node++) {
      long[] sorted = random.longs(heads).toArray();
      Arrays.sort(sorted);
      for (int i = 0; i < heads; i++) {
        // From signed to unsigned order.
        long head = sorted[i] ^ Long.MIN_VALUE;
        longs.setAtIndex(ValueLayout.JAVA_LONG, (long) node * heads + i, head);
        ints.setAtIndex(ValueLayout.JAVA_INT, (long) node * heads + i, (int) (head >>> 32));
      }
    }
    for (int i = 0; i < SEARCHES; i++) {
      nodes[i] = random.nextInt(NODES);
      sought[i] = random.nextLong();
    }
  }

  /**
   * Heads of four bytes.
   *
   * @return the sum of the answers
   */
  @Benchmark
  @OperationsPerInvocation(SEARCHES)
  public long fourBytes() {
    long sum = 0;
    for (int i = 0; i < SEARCHES; i++) {
      long offset = (long) nodes[i] * heads * Integer.BYTES;
      sum += SortedHeads.countLess4(ints, offset, heads, (int) sought[i]);
    }
    return sum;
  }

  /**
   * Heads of eight bytes.
   *
   * @return the sum of the answers
   */
  @Benchmark
  @OperationsPerInvocation(SEARCHES)
  public long eightBytes() {
    long sum = 0;
    for (int i = 0; i < SEARCHES; i++) {
      long offset = (long) nodes[i] * heads * Long.BYTES;
      sum += SortedHeads.countLess8(longs, offset, heads, sought[i]);
    }
    return sum;
  }

  /**
   * Heads of eight bytes, with the place of each in an even spread.
   *
   * @return the sum of the answers
   */
  @Benchmark
  @OperationsPerInvocation(SEARCHES)
  public long eightBytesExpected() {
    long sum = 0;
    for (int i = 0; i < SEARCHES; i++) {
      long offset = (long) nodes[i] * heads * Long.BYTES;
      int expected = (int) (((sought[i] >>> Integer.SIZE) * heads) >>> Integer.SIZE);
      sum += SortedHeads.countLess8(longs, offset, heads, sought[i], expected);
    }
    return sum;
  }
}

package dev.cairn.benchmarks.jmh;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.internal.simd.Bytes;
import dev.cairn.internal.simd.TagGroups;
import dev.cairn.internal.simd.Xxh3;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The kernels on the path of a get, on data that is in the first-level cache. Add {@code
 * --jvmArgsAppend -Dcairn.simd=scalar} for the scalar forms.
 */
@State(Scope.Thread)
public class KernelBenchmark extends KernelCallBenchmark {
  private static final int ROWS = 256;
  private static final int ROW_BYTES = 16;

  // Collected with this object: a JMH state has no other end that is sure to come.
  private final MemorySegment rows = Arena.ofAuto().allocate(ROWS * ROW_BYTES, ROW_BYTES);
  private final MemorySegment copies = Arena.ofAuto().allocate(ROWS * ROW_BYTES, ROW_BYTES);
  private final byte[][] keys = new byte[ROWS][];
  private int row;

  /** Fills the rows with keys. */
  public KernelBenchmark() {
    SplittableRandom random = new SplittableRandom(1);
    Pairs pairs = Pairs.ofDefaultSize();
    for (int i = 0; i < ROWS; i++) {
      keys[i] = pairs.key(random.nextLong());
      MemorySegment.copy(keys[i], 0, rows, ValueLayout.JAVA_BYTE, offset(i), ROW_BYTES);
    }
    copies.copyFrom(rows);
  }

  private static long offset(int row) {
    return (long) row * ROW_BYTES;
  }

  private int nextRow() {
    row = (row + 1) & (ROWS - 1);
    return row;
  }

  /**
   * The hash of a key of 16 bytes.
   *
   * @return the hash
   */
  @Benchmark
  public long hash16() {
    return Xxh3.hash(keys[nextRow()], 0, ROW_BYTES, 1);
  }

  /**
   * One tag against a group of sixteen.
   *
   * @return the mask of those that match
   */
  @Benchmark
  public int matchTagGroup() {
    int at = nextRow();
    return TagGroups.match(rows, offset(at), (byte) at);
  }

  /**
   * One tag against a group of 32.
   *
   * @return the mask of those that match
   */
  @Benchmark
  public int matchWideTagGroup() {
    int at = nextRow() & ~1;
    return TagGroups.matchWide(rows, offset(at), (byte) at);
  }

  /**
   * A key of 16 bytes against the same in native memory.
   *
   * @return true
   */
  @Benchmark
  public boolean equal16() {
    int at = nextRow();
    return Bytes.equal(rows, offset(at), keys[at], 0, ROW_BYTES);
  }

  /**
   * A key of 16 bytes in native memory against the same elsewhere in it.
   *
   * @return true
   */
  @Benchmark
  public boolean equal16Segments() {
    long offset = offset(nextRow());
    return Bytes.equal(rows, offset, copies, offset, ROW_BYTES);
  }
}

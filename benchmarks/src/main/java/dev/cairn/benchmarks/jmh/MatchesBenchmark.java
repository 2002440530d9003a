package dev.cairn.benchmarks.jmh;

import dev.cairn.internal.simd.Matches;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What compression does with bytes that were there before, in cache. */
@State(Scope.Thread)
public class MatchesBenchmark extends KernelCallBenchmark {
  private static final int LATER = 1 << 12;
  private static final int ROOM = 1 << 13;

  /** How many bytes are the same. */
  @Param({"8", "20", "64", "400"})
  public int bytes;

  private MemorySegment segment = MemorySegment.NULL;

  /** JMH sets the parameters. */
  public MatchesBenchmark() {}

  /** Makes bytes that come twice, the second time with another byte behind them. */
  @Setup
  public void fill() {
    byte[] text = new byte[ROOM];
    new SplittableRandom(1).nextBytes(text);
    System.arraycopy(text, 0, text, LATER, bytes);
    text[LATER + bytes] = (byte) ~text[bytes];
    segment = Arena.ofAuto().allocate(ROOM, 64);
    MemorySegment.copy(text, 0, segment, ValueLayout.JAVA_BYTE, 0, ROOM);
  }

  /**
   * How far two places agree.
   *
   * @return the bytes
   */
  @Benchmark
  public int commonBytes() {
    return Matches.commonBytes(segment, 0, LATER, ROOM);
  }

  /**
   * A copy of what came earlier.
   *
   * @return the segment
   */
  @Benchmark
  public MemorySegment copy() {
    Matches.copy(segment, 0, LATER, bytes, ROOM);
    return segment;
  }
}

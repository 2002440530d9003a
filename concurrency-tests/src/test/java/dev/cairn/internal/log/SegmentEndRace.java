package dev.cairn.internal.log;

import dev.cairn.internal.memory.Block;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What is before a segment's end has been written whole. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "after")
@State
public class SegmentEndRace {
  private static final LogRecord FIRST = LogRecord.put(new byte[] {1}, new byte[] {1});
  private static final LogRecord SECOND = LogRecord.put(new byte[] {1}, new byte[] {2});

  private final Block block = RaceSegments.block();
  private final LogSegment segment = RaceSegments.segment(0, block, FIRST);
  private final long firstEnd = segment.end();

  @Actor
  public void append() {
    RaceSegments.append(segment, SECOND);
  }

  @Actor
  public void read(II_Result r) {
    boolean isSecond = segment.end() > firstEnd;
    long offset = isSecond ? firstEnd : LogFormat.HEADER_BYTES;
    MemorySegment memory = block.memory();
    r.r1 = isSecond ? 2 : 1;
    r.r2 =
        memory.get(
                ValueLayout.JAVA_BYTE,
                LogRecord.keyOffset(offset) + LogRecord.keyBytes(memory, offset))
            * LogRecord.valueBytes(memory, offset);
  }

  @Arbiter
  public void free() {
    block.close();
  }
}

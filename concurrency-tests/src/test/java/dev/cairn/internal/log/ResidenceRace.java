package dev.cairn.internal.log;

import dev.cairn.internal.memory.Block;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Bytes that were read while a segment's residence stayed the same are the segment's. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "read")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "came back as something else")
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "it left memory, and that was seen")
@State
public class ResidenceRace {
  private static final LogRecord RECORD = LogRecord.put(new byte[] {1}, new byte[] {1});
  private static final long FIRST = LogFormat.HEADER_BYTES;
  private static final long LAST = RaceSegments.BYTES - 1;

  private final Block block = RaceSegments.block();
  private final LogSegment segment = RaceSegments.segment(0, block, RECORD);

  public ResidenceRace() {
    block.memory().set(ValueLayout.JAVA_BYTE, FIRST, (byte) 1);
    block.memory().set(ValueLayout.JAVA_BYTE, LAST, (byte) 1);
  }

  @Actor
  public void reuse() {
    segment.takeResidence();
    block.memory().set(ValueLayout.JAVA_BYTE, FIRST, (byte) 2);
    block.memory().set(ValueLayout.JAVA_BYTE, LAST, (byte) 2);
    segment.giveResidence(block);
  }

  @Actor
  public void read(II_Result r) {
    r.r1 = -1;
    r.r2 = -1;
    Residence residence = segment.residence();
    if (residence == null) {
      return;
    }
    MemorySegment memory = residence.memory();
    int first = memory.get(ValueLayout.JAVA_BYTE, FIRST);
    int last = memory.get(ValueLayout.JAVA_BYTE, LAST);
    VarHandle.loadLoadFence();
    if (segment.residence() == residence) {
      r.r1 = first;
      r.r2 = last;
    }
  }

  @Arbiter
  public void free() {
    block.close();
  }
}

package dev.cairn.bptree;

import dev.cairn.concurrency.RaceBlocks;
import dev.cairn.internal.memory.Block;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** What is read while a frame's version stays the same and even, was there at one time. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "after")
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "it changed, and that was seen")
@State
public class FrameVersionRace {
  private static final int PAGE_BYTES = 128;
  private static final RaceBlocks BLOCKS = new RaceBlocks(PAGE_BYTES);

  private final Block block = BLOCKS.take();
  private final MemorySegment m = block.memory();
  private final Frames frames = new Frames(PAGE_BYTES, 1, 1);

  public FrameVersionRace() {
    frames.addChunk(0, block);
  }

  @Actor
  public void write() {
    frames.lock(0);
    m.set(ValueLayout.JAVA_LONG, 64, 1);
    m.set(ValueLayout.JAVA_LONG, 120, 1);
    frames.unlock(0);
  }

  @Actor
  public void read(JJ_Result r) {
    long version = frames.version(0);
    long second = m.get(ValueLayout.JAVA_LONG, 120);
    long first = m.get(ValueLayout.JAVA_LONG, 64);
    boolean isSound = !Frames.isChanging(version) && frames.isUnchanged(0, version);
    r.r1 = isSound ? first : -1;
    r.r2 = isSound ? second : -1;
  }

  @Arbiter
  public void free() {
    block.close();
  }
}

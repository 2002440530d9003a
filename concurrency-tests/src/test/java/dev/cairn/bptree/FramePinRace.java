package dev.cairn.bptree;

import dev.cairn.concurrency.RaceBlocks;
import dev.cairn.internal.memory.Block;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of who pins a frame and who locks it to change it, one sees the other. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "pinned; not changed in place")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "changed; not pinned")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "both saw the other")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "changed while it is pinned")
@State
public class FramePinRace {
  private static final int PAGE_BYTES = 128;
  private static final RaceBlocks BLOCKS = new RaceBlocks(PAGE_BYTES);

  private final Block block = BLOCKS.take();
  private final Frames frames = new Frames(PAGE_BYTES, 1, 1);

  public FramePinRace() {
    frames.addChunk(0, block);
  }

  @Actor
  public void pin(ZZ_Result r) {
    frames.pin(0);
    r.r1 = !Frames.isChanging(frames.version(0));
  }

  @Actor
  public void change(ZZ_Result r) {
    boolean isLocked = frames.tryLock(0, 0);
    r.r2 = isLocked && frames.pins(0) == 0;
  }

  @Arbiter
  public void free() {
    block.close();
  }
}

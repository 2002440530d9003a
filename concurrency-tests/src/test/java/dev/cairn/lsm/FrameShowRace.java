package dev.cairn.lsm;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A frame that a slot leads to is complete, and two that load a block agree on one frame. */
@JCStressTest
@Outcome(id = "[01], 7", expect = Expect.ACCEPTABLE, desc = "complete")
@State
public class FrameShowRace {
  private final int[] slots = new int[1];
  private final int[] content = new int[2];
  private final FrameOwners owners = new FrameOwners(2);

  private void load(int frame) {
    content[frame] = 7;
    var _ = owners.show(frame, slots, 0, TableFormat.DATA);
  }

  @Actor
  public void loadFirst() {
    load(0);
  }

  @Actor
  public void readAndLoadSecond(II_Result r) {
    int found = owners.find(slots, 0);
    boolean isComplete = found == FramePool.NONE || content[found] == 7;
    load(1);
    r.r1 = owners.find(slots, 0);
    r.r2 = isComplete ? content[r.r1] : 0;
  }
}

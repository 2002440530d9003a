package dev.cairn.lsm;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A frame is held or taken, never both. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "held")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "taken")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "taken while it is held")
@State
public class FrameOwnersRace {
  private final int[] slots = new int[1];
  private final FrameOwners owners = new FrameOwners(1);

  public FrameOwnersRace() {
    var _ = owners.show(0, slots, 0, TableFormat.DATA);
  }

  @Actor
  public void hold(ZZ_Result r) {
    int frame = owners.find(slots, 0);
    r.r1 = frame != FramePool.NONE && owners.hold(frame);
  }

  @Actor
  public void take(ZZ_Result r) {
    r.r2 = owners.tryTake(0);
  }
}

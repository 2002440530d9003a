package dev.cairn.hash;

import dev.cairn.concurrency.RaceBlocks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * A key that is there all the while is not missed for sure, though others before it come and go.
 */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "found")
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not sure")
@State
public class LinearMissRace {
  private static final RaceBlocks BLOCKS =
      new RaceBlocks(SlotArrayTable.bytesFor(CollidingKeys.KEYS, CollidingKeys.LOAD));

  private final Table table =
      CollidingKeys.in(new LinearTable(BLOCKS.take(), 0, CollidingKeys.LOAD));

  @Actor
  public void write() {
    CollidingKeys.write(table);
  }

  @Actor
  public void read(J_Result r) {
    r.r1 = CollidingKeys.search(table);
  }

  @Arbiter
  public void free() {
    table.free();
  }
}

package dev.cairn.hash;

import dev.cairn.concurrency.RaceBlocks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A place that is emptied and filled again: a slot that is read twice and is the same was there.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "between")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "after")
@Outcome(id = "1, [02]", expect = Expect.ACCEPTABLE, desc = "it changed, and that was seen")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "it changed, and that was seen")
@State
public class TableReuseRace {
  private static final long HASH = -1;
  private static final RaceBlocks BLOCKS = new RaceBlocks(GroupTable.bytesFor(4, 0.8));

  private final GroupTable table = new GroupTable(BLOCKS.take(), 0, 0.8);

  public TableReuseRace() {
    table.add(HASH, 1);
  }

  @Actor
  public void write() {
    table.delete(HASH, table.find(HASH, 1));
    table.add(HASH, 2);
  }

  @Actor
  public void read(JJ_Result r) {
    long position = table.firstMatch(HASH);
    if (position != Table.NONE) {
      r.r1 = SlotFormat.address(table.slot(position));
      r.r2 = SlotFormat.address(table.slot(position));
    }
  }

  @Arbiter
  public void free() {
    table.free();
  }
}

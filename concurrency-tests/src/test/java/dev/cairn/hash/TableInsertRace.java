package dev.cairn.hash;

import dev.cairn.concurrency.RaceBlocks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A slot is there when its tag is: a search finds a whole slot, or nothing. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "after")
@State
public class TableInsertRace {
  private static final long HASH = -1;
  private static final RaceBlocks BLOCKS = new RaceBlocks(GroupTable.bytesFor(4, 0.8));

  private final GroupTable table = new GroupTable(BLOCKS.take(), 0, 0.8);

  @Actor
  public void write() {
    table.add(HASH, 7);
  }

  @Actor
  public void read(J_Result r) {
    long position = table.firstMatch(HASH);
    r.r1 = position == Table.NONE ? 0 : SlotFormat.address(table.slot(position));
  }

  @Arbiter
  public void free() {
    table.free();
  }
}

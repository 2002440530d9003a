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
public class GroupMissRace {
  private static final long HASH = -1;
  private static final RaceBlocks BLOCKS = new RaceBlocks(GroupTable.bytesFor(4, 0.8));

  private final Table table = new GroupTable(BLOCKS.take(), 0, 0.8);

  public GroupMissRace() {
    table.add(HASH, 1);
    table.add(HASH, 2);
  }

  @Actor
  public void write() {
    table.delete(HASH, table.find(HASH, 1));
    table.add(HASH, 3);
  }

  @Actor
  public void read(J_Result r) {
    int moves = table.moves();
    for (long position = table.firstMatch(HASH);
        position != Table.NONE;
        position = table.nextMatch(HASH, position)) {
      if (SlotFormat.address(table.slot(position)) == 2) {
        r.r1 = 2;
        return;
      }
    }
    r.r1 = (moves & 1) == 0 && table.moves() == moves ? 0 : -1;
  }

  @Arbiter
  public void free() {
    table.free();
  }
}

package dev.cairn.hash;

import dev.cairn.concurrency.RaceBlocks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A slot of a table that is not retired when the slot has been read was the key's at that time. */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "before the change was said")
@Outcome(id = "[01], 2", expect = Expect.ACCEPTABLE, desc = "after")
@Outcome(id = "[01], -1", expect = Expect.ACCEPTABLE, desc = "retired, and that was seen")
@State
public class RetiredTableRace {
  private static final long HASH = -1;
  private static final RaceBlocks BLOCKS = new RaceBlocks(GroupTable.bytesFor(4, 0.8));

  private final Table old = new GroupTable(BLOCKS.take(), 0, 0.8);
  private final Table next = new GroupTable(BLOCKS.take(), 0, 0.8);
  private final Shard shard = new Shard(0, new Table[] {old});
  private volatile int changed;

  public RetiredTableRace() {
    old.add(HASH, 1);
    next.add(HASH, 1);
  }

  @Actor
  public void write() {
    shard.replace(old, next, next);
    next.replace(HASH, next.find(HASH, 1), 2);
    changed = 1;
  }

  @Actor
  public void read(JJ_Result r) {
    r.r1 = changed;
    Table table = shard.table(HASH);
    long address = SlotFormat.address(table.slot(table.firstMatch(HASH)));
    r.r2 = table.isRetired() ? -1 : address;
  }

  @Arbiter
  public void free() {
    old.free();
    next.free();
  }
}

package dev.cairn.lsm;

import dev.cairn.internal.log.RaceSegments;
import dev.cairn.internal.memory.MemoryBudget;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A node that the list leads to is complete, and leads on. */
@JCStressTest
@Outcome(id = "5, 0", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "4, 5", expect = Expect.ACCEPTABLE, desc = "after")
@State
public class SkipListRace {
  private static final MemoryBudget BUDGET = new MemoryBudget(Long.MAX_VALUE);
  private static final LogRecords RECORDS = new LogRecords(RaceSegments.addresses());
  private static final int CHUNK_BYTES = 1 << 10;

  private final NodeArena arena = new NodeArena(BUDGET, CHUNK_BYTES);
  private final SkipList list = new SkipList(arena, RECORDS, new byte[0]);

  public SkipListRace() {
    list.reserve(2);
    add(5);
  }

  private void add(int key) {
    list.link(list.add(key, 1, new byte[] {(byte) key}, 0, 1));
  }

  @Actor
  public void write() {
    add(4);
  }

  @Actor
  public void read(JJ_Result r) {
    int node = list.firstNode();
    r.r1 = list.address(node);
    int next = list.next(node);
    r.r2 = next == SkipList.NONE ? 0 : list.address(next);
  }

  @Arbiter
  public void free() {
    arena.close();
  }
}

package dev.cairn.hash;

import dev.cairn.concurrency.RaceBlocks;
import dev.cairn.internal.log.AddressSpace;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.RaceSegments;
import dev.cairn.internal.log.Residence;
import dev.cairn.internal.memory.Block;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * An address that means another record, because its segment has gone and another has its number and
 * even its memory, does not mislead a reader who checks as {@link Lookup} does.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the key's record")
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "something moved, and that was seen")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "another key's record")
@State
public class AddressReuseRace {
  private static final long HASH = -1;
  private static final LogRecord RECORD = LogRecord.put(new byte[] {1}, new byte[] {1});
  private static final LogRecord OTHER = LogRecord.put(new byte[] {2}, new byte[] {2});
  private static final RaceBlocks TABLES = new RaceBlocks(GroupTable.bytesFor(4, 0.8));

  private final GroupTable table = new GroupTable(TABLES.take(), 0, 0.8);
  private final AddressSpace addresses = RaceSegments.addresses();
  private final Block block = RaceSegments.block();
  private final LogSegment old = RaceSegments.segment(0, block, RECORD);

  public AddressReuseRace() {
    RaceSegments.put(addresses, old);
    table.add(HASH, RaceSegments.address(old));
  }

  @Actor
  public void reclaim() {
    table.delete(HASH, table.find(HASH, RaceSegments.address(old)));
    RaceSegments.leave(old);
    LogSegment next = RaceSegments.segment(1, block, OTHER);
    RaceSegments.replace(addresses, old, next);
    table.add(HASH, RaceSegments.address(next));
  }

  @Actor
  public void read(I_Result r) {
    r.r1 = -1;
    long position = table.firstMatch(HASH);
    if (position == Table.NONE) {
      return;
    }
    long slot = table.slot(position);
    long address = SlotFormat.address(slot);
    LogSegment segment = addresses.find(address);
    Residence residence = segment == null ? null : segment.residence();
    VarHandle.loadLoadFence();
    if (slot == SlotFormat.EMPTY
        || segment == null
        || residence == null
        || table.slot(position) != slot) {
      return;
    }
    MemorySegment memory = residence.memory();
    long keyOffset = LogRecord.keyOffset(segment.offset(address));
    int key = memory.get(ValueLayout.JAVA_BYTE, keyOffset);
    int value = memory.get(ValueLayout.JAVA_BYTE, keyOffset + 1);
    VarHandle.loadLoadFence();
    if (segment.residence() == residence) {
      // The key decides; with the wrong record's value it would be wrong.
      r.r1 = key == 1 ? value : -1;
    }
  }

  @Arbiter
  public void free() {
    table.free();
    block.close();
  }
}

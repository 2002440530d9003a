package dev.cairn.hash;

import dev.cairn.Limits;
import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.LogVisitor;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Xxh3;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Applies the operations of the log to the index at opening, in their order and on one thread. The
 * index is empty at first, or has what an image has of the time before the first of them.
 */
final class Replay implements LogVisitor {
  private final HashIndex index;
  private final Lookup lookup;
  private final DeadRecords dead;
  private final long hashSeed;
  private final byte[] key = new byte[Limits.MAX_KEY_BYTES];

  Replay(HashIndex index, Lookup lookup, DeadRecords dead, long hashSeed) {
    this.index = index;
    this.lookup = lookup;
    this.dead = dead;
    this.hashSeed = hashSeed;
  }

  Lookup lookup() {
    return lookup;
  }

  DeadRecords dead() {
    return dead;
  }

  @Override
  public void visit(LogSegment segment, MemorySegment memory, long offset) {
    int keyBytes = LogRecord.keyBytes(memory, offset);
    MemorySegment.copy(
        memory, ValueLayout.JAVA_BYTE, LogRecord.keyOffset(offset), key, 0, keyBytes);
    long hash = Xxh3.hash(key, 0, keyBytes, hashSeed);
    Shard shard = index.shard(hash);
    boolean isPut = LogRecord.kind(memory, offset) == RecordFormat.PUT;
    Lookup.Match match = lookup.match(shard.table(hash), hash, key, 0, keyBytes);
    if (isPut && match == null) {
      makeRoom(shard, hash);
    }
    Table table = shard.table(hash);
    long address = segment.address(offset);
    if (!isPut) {
      dead.addTombstone(address, LogRecord.bytes(memory, offset));
    }
    if (match != null) {
      dead.add(match.address(), match.recordBytes());
    }
    if (isPut && match != null) {
      table.replace(hash, match.position(), address);
    } else if (isPut) {
      table.add(hash, address);
      shard.addToCount(1);
    } else if (match != null) {
      table.delete(hash, match.position());
      shard.addToCount(-1);
    }
  }

  /** Tables were read with room for more keys; a large segment at the log's end may need that. */
  @Override
  public void giveMemoryBack() {
    index.squeeze();
  }

  /**
   * The index may have grown in another order before, and so have had room where it lacks it now.
   */
  private void makeRoom(Shard shard, long hash) {
    try {
      index.makeRoom(shard, hash);
    } catch (MemoryBudgetException full) {
      index.squeeze();
      index.makeRoom(shard, hash);
    }
  }
}

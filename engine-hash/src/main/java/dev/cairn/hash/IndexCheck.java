package dev.cairn.hash;

import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.LogVisitor;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Xxh3;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks at all operations of the log, in their order, whether the index agrees: a put that no slot
 * leads to was overwritten, so that a slot has its key, or a delete of its key follows.
 *
 * <p>Keys are told apart by their hashes, and by the bits that a slot has of them. Of more than a
 * million keys whose deletes are yet to come only a part is looked at, so that a store of any size
 * needs little memory for it.
 */
final class IndexCheck implements LogVisitor {
  private static final int MOST_AWAITED = 1_000_000;

  private final HashIndex index;
  private final long hashSeed;
  private long liveCount;

  // The hashes of keys that have been put, are not in the index, and must be deleted yet; those of
  // them that have none of the mask's bits.
  private final Set<Long> awaited = new HashSet<>();
  private long mask;

  IndexCheck(HashIndex index, long hashSeed) {
    this.index = index;
    this.hashSeed = hashSeed;
  }

  @Override
  public void visit(LogSegment segment, MemorySegment memory, long offset) {
    long hash =
        Xxh3.hash(
            memory, LogRecord.keyOffset(offset), LogRecord.keyBytes(memory, offset), hashSeed);
    if (LogRecord.kind(memory, offset) != RecordFormat.PUT) {
      awaited.remove(hash);
      return;
    }
    switch (index.lookFor(hash, segment.address(offset))) {
      case ADDRESS -> liveCount++;
      case KEY -> {}
      case NOTHING -> await(hash);
    }
  }

  private void await(long hash) {
    if ((hash & mask) == 0) {
      awaited.add(hash);
    }
    while (awaited.size() > MOST_AWAITED) {
      mask = mask << 1 | 1;
      awaited.removeIf(key -> (key & mask) != 0);
    }
  }

  /** How many puts the index leads to. */
  long liveCount() {
    return liveCount;
  }

  /** How many keys the index lacks, of those that were looked at. */
  int missingCount() {
    return awaited.size();
  }
}

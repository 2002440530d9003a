package dev.cairn.hash;

import dev.cairn.internal.log.AddressSpace;
import dev.cairn.internal.log.LogSegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts, per segment and in all, the bytes of records that later writes made worthless. After a
 * crash the counts are estimates: what lies before the last index image is not read again.
 */
final class DeadRecords {
  private final AddressSpace addresses;
  private final AtomicLong deadBytes = new AtomicLong();
  private final AtomicLong tombstoneBytes = new AtomicLong();

  DeadRecords(AddressSpace addresses) {
    this.addresses = addresses;
  }

  /** A record that the index no longer leads to. */
  void add(long address, long bytes) {
    LogSegment segment = addresses.find(address);
    if (segment != null) {
      segment.deadBytes().addAndGet(bytes);
      deadBytes.addAndGet(bytes);
    }
  }

  /** A record that removes a key, and so stays for as long as something older could come back. */
  void addTombstone(long address, long bytes) {
    LogSegment segment = addresses.find(address);
    if (segment != null) {
      segment.tombstoneBytes().addAndGet(bytes);
      tombstoneBytes.addAndGet(bytes);
    }
  }

  /** A segment as it was when the store was open before. */
  void restore(LogSegment segment, long dead, long tombstones) {
    segment.deadBytes().addAndGet(dead);
    deadBytes.addAndGet(dead);
    segment.tombstoneBytes().addAndGet(tombstones);
    tombstoneBytes.addAndGet(tombstones);
  }

  /** A segment that is gone. */
  void forget(LogSegment segment) {
    deadBytes.addAndGet(-segment.deadBytes().get());
    tombstoneBytes.addAndGet(-segment.tombstoneBytes().get());
  }

  long deadBytes() {
    return deadBytes.get();
  }

  long tombstoneBytes() {
    return tombstoneBytes.get();
  }
}

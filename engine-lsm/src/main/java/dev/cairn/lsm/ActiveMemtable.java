package dev.cairn.lsm;

import dev.cairn.internal.log.Log;
import dev.cairn.internal.memory.MemoryBudget;
import org.jspecify.annotations.Nullable;

/**
 * The memtable that is written to, and how another takes over from it. Whoever changes it holds the
 * writer's lock.
 */
final class ActiveMemtable {
  // The first memtable of a store is small: it tells which prefix the keys share, which makes the
  // next ones faster.
  private static final int FIRST_DIVISOR = 256;
  private static final int MIN_FIRST_BYTES = 64 << 10;

  // Writes are slowed when so many memtables are full, the one that is written to by its part.
  private static final double SLOW_FROM = 1.5;

  // To flush less than this takes no longer than a slowed write waits: it had better wait for that.
  private static final int MIN_SLOWED_BYTES = 1 << 20;

  private static final byte[] NO_PREFIX = {};

  private final Log log;
  private final LogRecords records;
  private final Views views;
  private final MemoryBudget budget;
  private final long memtableBytes;
  private byte @Nullable [] prefix;

  /**
   * Begins with the one of the present view.
   *
   * @param memtableBytes how much is written to each
   */
  ActiveMemtable(
      Log log, LogRecords records, Views views, MemoryBudget budget, long memtableBytes) {
    this.log = log;
    this.records = records;
    this.views = views;
    this.budget = budget;
    this.memtableBytes = memtableBytes;
    this.prefix = prefixOf(views.current());
  }

  /** What the keys that are there share, if there are any. */
  private static byte @Nullable [] prefixOf(View view) {
    byte @Nullable [] shared = null;
    for (Table table : view.version().tables()) {
      byte[] upper = table.entry().upper();
      byte[] ends = upper == null ? NO_PREFIX : KeyHeads.sharedPrefix(table.entry().lower(), upper);
      shared = shared == null ? ends : KeyHeads.sharedPrefix(shared, ends);
    }
    return shared;
  }

  Memtable present() {
    return views.current().active();
  }

  /** How far flushes are behind: 0 if they are not, 1 if there is room for nothing more. */
  double flushPressure() {
    View view = views.current();
    int waiting = view.waiting().size();
    if (waiting == 0 || memtableBytes < MIN_SLOWED_BYTES) {
      return 0;
    }
    // Calls that flush do not ask how many wait.
    double full =
        Math.min(waiting, Maintenance.MAX_WAITING) + (double) bytes(view.active()) / memtableBytes;
    return Math.clamp((full - SLOW_FROM) / (Maintenance.MAX_WAITING + 1 - SLOW_FROM), 0.0, 1.0);
  }

  /**
   * Makes sure that so many operations can be added; a full memtable makes way for another.
   *
   * @throws dev.cairn.MemoryBudgetException if there is no memory for them
   */
  void makeRoom(int operations) {
    log.requireWritable();
    // When as many wait as may, a write that came past the check goes to the one that is full.
    if (isDue(present()) && !isMostWaiting(views.current())) {
      startNext();
    }
    present().reserve(operations);
  }

  /** The next memtable begins with a segment of the log. Rather than wait for that, this grows. */
  private boolean isDue(Memtable memtable) {
    long overBytes = bytes(memtable) - fullBytes();
    return overBytes >= 0
        && (overBytes >= memtableBytes / LsmOptions.SEGMENTS_OF_MEMTABLE
            || !log.isNextSegmentAwaited());
  }

  private long fullBytes() {
    return prefix == null
        ? Math.min(memtableBytes, Math.max(memtableBytes / FIRST_DIVISOR, MIN_FIRST_BYTES))
        : memtableBytes;
  }

  private long bytes(Memtable memtable) {
    return log.endPosition() - memtable.basePosition() + memtable.nodeBytes();
  }

  /** Whether writes must wait for a flush. Anyone may ask. */
  boolean isOutOfRoom() {
    View view = views.current();
    return isMostWaiting(view) && bytes(view.active()) >= memtableBytes;
  }

  private static boolean isMostWaiting(View view) {
    return view.waiting().size() >= Maintenance.MAX_WAITING;
  }

  /** Takes no memory, so that there is always a way to free some. */
  private void startNext() {
    Memtable old = present();
    byte[] shared = old.sharedPrefix();
    byte[] known = shared == null ? NO_PREFIX : shared;
    long position = log.startSegment();
    Memtable next =
        new Memtable(budget, records, position, memtableBytes, known, old.isOrderAsked());
    prefix = known;
    old.endAt(position);
    views.startMemtable(next);
  }

  /**
   * Lets the memtable wait for its flush, unless it is empty.
   *
   * @return whether it was not
   */
  boolean seal() {
    if (present().isEmpty()) {
      return false;
    }
    startNext();
    return true;
  }

  /**
   * The same, but for an empty memtable too, if it has memory.
   *
   * @return whether it had any
   */
  boolean giveUp() {
    if (!present().hasMemory()) {
      return false;
    }
    startNext();
    return true;
  }
}

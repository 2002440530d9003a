package dev.cairn.hash;

import dev.cairn.internal.memory.Block;

/**
 * One array of slots, searched from a key's home on to the first empty slot, and behind it the
 * keys' tags, which only growing and saving look at.
 *
 * <p>A delete moves later slots back into the gap (Knuth, volume 3, section 6.4, algorithm R), so a
 * search never passes over graves.
 */
abstract sealed class SlotArrayTable extends Table permits LinearTable, RobinHoodTable {
  private static final int ENTRY_BYTES = Long.BYTES + Byte.BYTES;

  final int slots;
  private volatile int moves;

  SlotArrayTable(Block block, int depth, double maxLoadFactor) {
    super(block, depth, limit(slots(block), maxLoadFactor));
    this.slots = slots(block);
  }

  private static int slots(Block block) {
    return (int) (block.memory().byteSize() / ENTRY_BYTES);
  }

  /** At least one slot stays empty, where a search ends. */
  private static int limit(int slots, double maxLoadFactor) {
    return Math.clamp((int) (slots * maxLoadFactor), 1, slots - 1);
  }

  /** Bytes of a table that takes so many keys. */
  static long bytesFor(int keys, double maxLoadFactor) {
    return (long) Math.ceil((keys + 2) / maxLoadFactor) * ENTRY_BYTES;
  }

  @Override
  final long firstMatch(long hash) {
    return match(hash, SlotFormat.home(hash, slots));
  }

  @Override
  final long nextMatch(long hash, long position) {
    return match(hash, next((int) position));
  }

  /** The first position from one on that matches. */
  abstract long match(long hash, int from);

  @Override
  final void remove(long hash, long position) {
    beginMoves();
    int gap = (int) position;
    for (int at = next(gap); slot(at) != SlotFormat.EMPTY; at = next(at)) {
      // A slot may move back into the gap unless its home lies between the gap and itself.
      if (distance(gap, at) <= distance(home(slot(at)), at)) {
        copy(at, gap);
        gap = at;
      }
    }
    set(gap, SlotFormat.EMPTY, (byte) 0);
    endMoves();
  }

  final int next(int at) {
    return at + 1 == slots ? 0 : at + 1;
  }

  final int home(long slot) {
    return SlotFormat.home(SlotFormat.knownHash(0, slot, (byte) 0), slots);
  }

  /** How many steps forward it is from one place to another. */
  final int distance(int from, int to) {
    return to >= from ? to - from : to - from + slots;
  }

  final void set(int at, long slot, byte tag) {
    setTagAt(tagOffset(at), tag);
    setSlotAt(slotOffset(at), slot);
  }

  private void copy(int from, int to) {
    set(to, slot(from), tagAt(tagOffset(from)));
  }

  final byte tag(int at) {
    return tagAt(tagOffset(at));
  }

  private long tagOffset(int at) {
    return (long) slots * Long.BYTES + at;
  }

  final void beginMoves() {
    int before = moves;
    moves = before + 1;
  }

  final void endMoves() {
    int before = moves;
    moves = before + 1;
  }

  @Override
  final long slotOffset(long position) {
    return position * Long.BYTES;
  }

  @Override
  final void copySlots(long[] copies, byte[] tags) {
    int count = 0;
    for (int at = 0; at < slots; at++) {
      long slot = slot(at);
      if (slot != SlotFormat.EMPTY) {
        copies[count] = slot;
        tags[count++] = tag(at);
      }
    }
  }

  @Override
  final int moves() {
    return moves;
  }

  @Override
  final long homeOffset(long hash) {
    return slotOffset(SlotFormat.home(hash, slots));
  }
}

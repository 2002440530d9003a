package dev.cairn.hash;

import dev.cairn.internal.memory.Block;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A piece of the index: the slots of the keys of one shard whose fingerprints begin with some bits.
 * It has a fixed size; a full one is replaced by a larger one, or by two.
 *
 * <p>Writers hold the shard's lock. Readers hold nothing: a slot is read and written as a whole,
 * and a key that is present all the while is found, because either nothing that leads to its slot
 * ever moves ({@link GroupTable}) or a reader that did not find it sees from {@link #moves} that
 * something moved and looks again. A table that has been replaced is marked {@link #isRetired}; its
 * slots mean nothing any more.
 *
 * <p>A position names a place in this table until the next change of the table.
 */
abstract sealed class Table permits GroupTable, SlotArrayTable, ChainedTable {
  /** No position. */
  static final long NONE = -1;

  private static final VarHandle SLOT =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final VarHandle TAG = ValueLayout.JAVA_BYTE.varHandle();

  private final Block block;
  final MemorySegment memory;
  private final int depth;
  private final int limit;
  private int count;
  private int reserved;
  private volatile boolean retired;

  /**
   * @param block zeroed memory, which the table owns
   * @param depth how many leading bits of the fingerprint all its keys share
   * @param limit how many keys it takes
   */
  Table(Block block, int depth, int limit) {
    this.block = block;
    this.memory = block.memory();
    this.depth = depth;
    this.limit = limit;
  }

  /** The first position whose slot has a hash's known bits, or NONE. */
  abstract long firstMatch(long hash);

  /** The next such position, or NONE. */
  abstract long nextMatch(long hash, long position);

  /** Adds a slot. The table is not full and the address is not in it. */
  abstract void insert(long hash, long address);

  /** Empties a place. */
  abstract void remove(long hash, long position);

  /** Where in the memory a position's slot lies. */
  abstract long slotOffset(long position);

  /**
   * Copies all slots that are not empty, and their tags, to arrays that are long enough. The caller
   * holds the shard's lock.
   */
  abstract void copySlots(long[] slots, byte[] tags);

  /**
   * Changes whenever a search could miss a slot, and is odd meanwhile; always 0 if none ever can.
   */
  abstract int moves();

  /** Where in the memory a search for a hash begins. */
  abstract long homeOffset(long hash);

  /** The position that leads to an address, or NONE. The caller holds the shard's lock. */
  final long find(long hash, long address) {
    long position = firstMatch(hash);
    while (position != NONE && SlotFormat.address(slot(position)) != address) {
      position = nextMatch(hash, position);
    }
    return position;
  }

  final long slot(long position) {
    return slotAt(slotOffset(position));
  }

  final long slotAt(long offset) {
    return (long) SLOT.getAcquire(memory, offset);
  }

  final void setSlotAt(long offset, long slot) {
    SLOT.setRelease(memory, offset, slot);
  }

  final byte tagAt(long offset) {
    return (byte) TAG.getAcquire(memory, offset);
  }

  final void setTagAt(long offset, byte tag) {
    TAG.setRelease(memory, offset, tag);
  }

  final void replace(long hash, long position, long address) {
    setSlotAt(slotOffset(position), SlotFormat.slot(hash, address));
  }

  final void add(long hash, long address) {
    insert(hash, address);
    addToCount(1);
  }

  final void addToCount(int slots) {
    count += slots;
  }

  /**
   * Fills a table that is empty and that nobody else knows yet, so that no order of writes is
   * needed.
   *
   * @param shard the index of its shard
   * @param content has the slots
   * @param from the first of them
   * @param to behind the last
   */
  void fill(int shard, TableContent content, int from, int to) {
    long[] slots = content.slots();
    byte[] tags = content.tags();
    for (int i = from; i < to; i++) {
      add(SlotFormat.knownHash(shard, slots[i], tags[i]), SlotFormat.address(slots[i]));
    }
  }

  final void delete(long hash, long position) {
    remove(hash, position);
    count--;
  }

  final int count() {
    return count;
  }

  final int depth() {
    return depth;
  }

  final boolean isFull() {
    return count + reserved >= limit;
  }

  /** Whether there is no place for all keys for which one is kept. */
  final boolean isOverfull() {
    return count + reserved > limit;
  }

  final int reserved() {
    return reserved;
  }

  /** Keeps places for keys that the holder of the lock is about to add. */
  final void reserve(int keys) {
    reserved += keys;
  }

  final void endReserve() {
    reserved = 0;
  }

  final boolean isRetired() {
    return retired;
  }

  final void retire() {
    retired = true;
  }

  final long bytes() {
    return memory.byteSize();
  }

  final void free() {
    block.close();
  }
}

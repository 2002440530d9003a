package dev.cairn.hash;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.simd.TagGroups;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Groups of fourteen slots, each two cache lines: sixteen tag bytes, of which fourteen are tags and
 * one counts keys that found the group full and went on, then the slots.
 *
 * <p>A search compares a group's tags with the key's in one step and goes on to the next group only
 * if the group's count is not 0, so nothing is left behind by a delete. After Bronson and Shi,
 * "Open-sourcing F14", 2019; unlike there, the next group is the neighbour, because homes are
 * spread over any number of groups and not a power of two. A count that reached 255 stays until the
 * table is replaced.
 */
final class GroupTable extends Table {
  static final int SLOTS = 14;
  static final int GROUP_BYTES = 128;

  private static final int GROUP_SHIFT = 7;
  private static final int TAG_BITS = (1 << SLOTS) - 1;
  private static final int SLOTS_OFFSET = 16;

  // Behind the tags; the byte behind it is always 0.
  private static final int OVERFLOW_OFFSET = SLOTS;
  private static final int POSITION_SHIFT = 4;
  private static final int POSITION_MASK = (1 << POSITION_SHIFT) - 1;
  private static final int OVERFLOW_STUCK = 255;

  // A group as an array has it.
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int GROUP_WORDS = GROUP_BYTES / Long.BYTES;
  private static final long PRESENT = 0x8080_8080_8080_8080L; // The highest bit of each tag.
  private static final long TAGS_OF_SECOND_WORD = (1L << ((SLOTS - Long.BYTES) * Byte.SIZE)) - 1;
  private static final int OVERFLOW_SHIFT = OVERFLOW_OFFSET % Long.BYTES * Byte.SIZE;

  private final int groups;

  GroupTable(Block block, int depth, double maxLoadFactor) {
    super(block, depth, limit(block.memory().byteSize(), maxLoadFactor));
    this.groups = (int) (memory.byteSize() / GROUP_BYTES);
  }

  private static int limit(long bytes, double maxLoadFactor) {
    return Math.max(1, (int) (bytes / GROUP_BYTES * SLOTS * maxLoadFactor));
  }

  /** Bytes of a table that takes so many keys. */
  static long bytesFor(int keys, double maxLoadFactor) {
    return (long) Math.ceil((keys + 1) / (SLOTS * maxLoadFactor)) * GROUP_BYTES;
  }

  @Override
  long firstMatch(long hash) {
    return match(hash, SlotFormat.home(hash, groups), TAG_BITS, groups);
  }

  @Override
  long nextMatch(long hash, long position) {
    int group = (int) (position >>> POSITION_SHIFT);
    int later = TAG_BITS & -2 << (position & POSITION_MASK);
    int home = SlotFormat.home(hash, groups);
    return match(
        hash, group, later, groups - (group >= home ? group - home : group + groups - home));
  }

  private long match(long hash, int firstGroup, int firstCandidates, int groupsLeft) {
    byte tag = SlotFormat.tag(hash);
    int fingerprint = SlotFormat.fingerprint(hash);
    int group = firstGroup;
    int candidates = firstCandidates;
    for (int left = groupsLeft; left > 0; left--) {
      long base = (long) group << GROUP_SHIFT;
      int matches = TagGroups.match(memory, base, tag) & candidates;
      // A slot is written before its tag, and read after it.
      VarHandle.loadLoadFence();
      while (matches != 0) {
        int index = Integer.numberOfTrailingZeros(matches);
        long slot = slotAt(base + SLOTS_OFFSET + (long) index * Long.BYTES);
        if (SlotFormat.slotFingerprint(slot) == fingerprint && slot != SlotFormat.EMPTY) {
          return (long) group << POSITION_SHIFT | index;
        }
        matches &= matches - 1;
      }
      if (tagAt(base + OVERFLOW_OFFSET) == 0) {
        return NONE;
      }
      group = next(group);
      candidates = TAG_BITS;
    }
    return NONE;
  }

  private int next(int group) {
    return group + 1 == groups ? 0 : group + 1;
  }

  @Override
  void insert(long hash, long address) {
    int group = SlotFormat.home(hash, groups);
    for (; ; ) {
      long base = (long) group << GROUP_SHIFT;
      int free = TagGroups.match(memory, base, (byte) 0) & TAG_BITS;
      if (free != 0) {
        int index = Integer.numberOfTrailingZeros(free);
        setSlotAt(base + SLOTS_OFFSET + (long) index * Long.BYTES, SlotFormat.slot(hash, address));
        setTagAt(base + index, SlotFormat.tag(hash));
        return;
      }
      countOverflow(base);
      group = next(group);
    }
  }

  @Override
  void fill(int shard, TableContent content, int from, int to) {
    long[] slots = content.slots();
    byte[] tags = content.tags();
    int length = groups * GROUP_WORDS;
    long[] words = content.zeroWords(length);
    byte[] taken = content.zeroBytes(groups);
    for (int i = from; i < to; i++) {
      long slot = slots[i];
      int group = SlotFormat.slotHome(slot, groups);
      while (taken[group] == SLOTS) {
        int overflow = group * GROUP_WORDS + OVERFLOW_OFFSET / Long.BYTES;
        if (words[overflow] >>> OVERFLOW_SHIFT != OVERFLOW_STUCK) {
          words[overflow] += 1L << OVERFLOW_SHIFT;
        }
        group = next(group);
      }
      int index = taken[group]++;
      int base = group * GROUP_WORDS;
      words[base + index / Long.BYTES] |=
          Byte.toUnsignedLong(tags[i]) << (index % Long.BYTES * Byte.SIZE);
      words[base + SLOTS_OFFSET / Long.BYTES + index] = slot;
    }
    MemorySegment.copy(words, 0, memory, WORD, 0, length);
    addToCount(to - from);
  }

  private void countOverflow(long base) {
    int overflow = Byte.toUnsignedInt(tagAt(base + OVERFLOW_OFFSET));
    if (overflow != OVERFLOW_STUCK) {
      setTagAt(base + OVERFLOW_OFFSET, (byte) (overflow + 1));
    }
  }

  @Override
  void remove(long hash, long position) {
    int last = (int) (position >>> POSITION_SHIFT);
    // The slot first: a reader that reads it again must see that it means nothing any more.
    setSlotAt(slotOffset(position), SlotFormat.EMPTY);
    setTagAt(((long) last << GROUP_SHIFT) + (position & POSITION_MASK), (byte) 0);
    for (int group = SlotFormat.home(hash, groups); group != last; group = next(group)) {
      long offset = ((long) group << GROUP_SHIFT) + OVERFLOW_OFFSET;
      int overflow = Byte.toUnsignedInt(tagAt(offset));
      if (overflow != OVERFLOW_STUCK) {
        setTagAt(offset, (byte) (overflow - 1));
      }
    }
  }

  @Override
  long slotOffset(long position) {
    return (position >>> POSITION_SHIFT << GROUP_SHIFT)
        + SLOTS_OFFSET
        + (position & POSITION_MASK) * Long.BYTES;
  }

  @Override
  void copySlots(long[] slots, byte[] tags) {
    int count = 0;
    for (long base = 0, end = (long) groups << GROUP_SHIFT; base < end; base += GROUP_BYTES) {
      for (int half = 0; half < SLOTS; half += Long.BYTES) {
        long word = memory.get(WORD, base + half);
        long present = word & (half == 0 ? PRESENT : PRESENT & TAGS_OF_SECOND_WORD);
        for (; present != 0; present &= present - 1) {
          int index = Long.numberOfTrailingZeros(present) / Byte.SIZE;
          slots[count] = memory.get(WORD, base + SLOTS_OFFSET + (long) (half + index) * Long.BYTES);
          tags[count++] = (byte) (word >>> (index * Byte.SIZE));
        }
      }
    }
  }

  @Override
  int moves() {
    return 0;
  }

  @Override
  long homeOffset(long hash) {
    return (long) SlotFormat.home(hash, groups) << GROUP_SHIFT;
  }
}

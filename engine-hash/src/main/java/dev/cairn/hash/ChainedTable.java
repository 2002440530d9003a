package dev.cairn.hash;

import dev.cairn.internal.memory.Block;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Separate chaining: an array of buckets, each the number of its first node, and an array of nodes,
 * each a slot, the number of the next node and a tag. Numbers count from 1; 0 ends a list.
 */
final class ChainedTable extends Table {
  private static final int NODE_BYTES = 16;
  private static final int NEXT_OFFSET = Long.BYTES;
  private static final int TAG_OFFSET = NEXT_OFFSET + Integer.BYTES;
  private static final int BUCKET_BYTES = Integer.BYTES;
  private static final VarHandle LINK = ValueLayout.JAVA_INT.varHandle();

  private final int nodes;
  private final int buckets;
  private final long bucketsOffset;
  private int usedNodes;
  private int freeList;
  private volatile int moves;

  ChainedTable(Block block, int depth, double maxLoadFactor) {
    super(block, depth, nodes(block, maxLoadFactor));
    this.nodes = nodes(block, maxLoadFactor);
    this.bucketsOffset = (long) nodes * NODE_BYTES;
    this.buckets = (int) ((memory.byteSize() - bucketsOffset) / BUCKET_BYTES);
  }

  private static int nodes(Block block, double maxLoadFactor) {
    return (int) (block.memory().byteSize() / (NODE_BYTES + BUCKET_BYTES / maxLoadFactor));
  }

  /** Bytes of a table that takes so many keys. */
  static long bytesFor(int keys, double maxLoadFactor) {
    return (long) Math.ceil((keys + 2) * (NODE_BYTES + BUCKET_BYTES / maxLoadFactor))
        / NODE_BYTES
        * NODE_BYTES;
  }

  @Override
  long firstMatch(long hash) {
    return match(hash, link(bucketOffset(hash)));
  }

  @Override
  long nextMatch(long hash, long position) {
    return match(hash, link(nodeOffset((int) position) + NEXT_OFFSET));
  }

  private long match(long hash, int first) {
    int fingerprint = SlotFormat.fingerprint(hash);
    int node = first;
    // Bounded, because for a reader lists may change so that they have no end.
    for (int left = nodes; node != 0 && left > 0; left--) {
      long slot = slotAt(nodeOffset(node));
      if (SlotFormat.slotFingerprint(slot) == fingerprint && slot != SlotFormat.EMPTY) {
        return node;
      }
      node = link(nodeOffset(node) + NEXT_OFFSET);
    }
    return NONE;
  }

  @Override
  void insert(long hash, long address) {
    int node;
    if (freeList != 0) {
      node = freeList;
      freeList = link(nodeOffset(node) + NEXT_OFFSET);
    } else {
      node = ++usedNodes;
    }
    long bucket = bucketOffset(hash);
    long offset = nodeOffset(node);
    setTagAt(offset + TAG_OFFSET, SlotFormat.tag(hash));
    setLink(offset + NEXT_OFFSET, link(bucket));
    setSlotAt(offset, SlotFormat.slot(hash, address));
    setLink(bucket, node);
  }

  @Override
  void remove(long hash, long position) {
    int node = (int) position;
    int before = moves;
    moves = before + 1; // A reader on this node could stray into the list that it joins next.
    long link = bucketOffset(hash);
    while (link(link) != node) {
      link = nodeOffset(link(link)) + NEXT_OFFSET;
    }
    long offset = nodeOffset(node);
    setLink(link, link(offset + NEXT_OFFSET));
    setSlotAt(offset, SlotFormat.EMPTY);
    setLink(offset + NEXT_OFFSET, freeList);
    freeList = node;
    moves = before + 2;
  }

  private long bucketOffset(long hash) {
    return bucketsOffset + (long) SlotFormat.home(hash, buckets) * BUCKET_BYTES;
  }

  private static long nodeOffset(int node) {
    return (long) (node - 1) * NODE_BYTES;
  }

  private int link(long offset) {
    return (int) LINK.getAcquire(memory, offset);
  }

  private void setLink(long offset, int node) {
    LINK.setRelease(memory, offset, node);
  }

  @Override
  long slotOffset(long position) {
    return nodeOffset((int) position);
  }

  @Override
  void copySlots(long[] slots, byte[] tags) {
    int count = 0;
    for (int node = 1; node <= usedNodes; node++) {
      long slot = slotAt(nodeOffset(node));
      if (slot != SlotFormat.EMPTY) {
        slots[count] = slot;
        tags[count++] = tagAt(nodeOffset(node) + TAG_OFFSET);
      }
    }
  }

  @Override
  int moves() {
    return moves;
  }

  @Override
  long homeOffset(long hash) {
    return bucketOffset(hash);
  }
}

package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/**
 * Which partition of a table's index a key belongs to; on the heap for as long as the table is
 * open, some dozens of bytes for each two thousand keys.
 */
final class TopIndex {
  private final byte[][] separators;
  private final KeyHeads heads;
  private final long[] positions;
  private final int[] totalBytes;
  private final long[] basePositions;
  private final int[] firstBlocks;

  private TopIndex(int count) {
    separators = new byte[count][];
    positions = new long[count];
    totalBytes = new int[count];
    basePositions = new long[count];
    firstBlocks = new int[count];
    heads = new KeyHeads(count);
  }

  /** Reads a content whose checksum has been checked. */
  static TopIndex read(MemorySegment content) {
    // As many as there is room for, whatever the content says: the arrays are made for the count.
    long room = (content.byteSize() - Integer.BYTES) / TableFormat.TOP_SEPARATOR_OFFSET;
    TopIndex index = new TopIndex((int) Objects.checkIndex(content.get(INT, 0), room + 1));
    long at = Integer.BYTES;
    for (int i = 0; i < index.separators.length; i++) {
      index.positions[i] = content.get(LONG, at + TableFormat.TOP_POSITION_OFFSET);
      index.totalBytes[i] = content.get(INT, at + TableFormat.TOP_BYTES_OFFSET);
      index.basePositions[i] = content.get(LONG, at + TableFormat.TOP_BASE_OFFSET);
      index.firstBlocks[i] = content.get(INT, at + TableFormat.TOP_FIRST_BLOCK_OFFSET);
      int separatorBytes = content.get(INT, at + TableFormat.TOP_SEPARATOR_BYTES_OFFSET);
      at += TableFormat.TOP_SEPARATOR_OFFSET;
      index.separators[i] = content.asSlice(at, separatorBytes).toArray(BYTE);
      at += separatorBytes;
    }
    index.heads.fill(index.separators);
    return index;
  }

  /** Whether all partitions are where they can be in a file with so many data blocks. */
  boolean fits(long fileBytes, long dataBlocks) {
    int from = 0;
    for (int i = 0; i < separators.length; i++) {
      if (positions[i] < 0
          || totalBytes[i] < TableFormat.HEADER_BYTES
          || positions[i] > fileBytes - totalBytes[i]
          || basePositions[i] < 0
          || basePositions[i] > fileBytes
          || firstBlocks[i] < from
          || firstBlocks[i] >= dataBlocks) {
        return false;
      }
      from = firstBlocks[i] + 1;
    }
    return true;
  }

  int count() {
    return separators.length;
  }

  /** The first partition whose separator is not less than a key; the count if there is none. */
  int find(byte[] key, int keyBytes) {
    return heads.firstNotLess(separators, key, keyBytes);
  }

  long position(int partition) {
    return positions[partition];
  }

  int totalBytes(int partition) {
    return totalBytes[partition];
  }

  long basePosition(int partition) {
    return basePositions[partition];
  }

  int firstBlock(int partition) {
    return firstBlocks[partition];
  }

  byte[] separator(int partition) {
    return separators[partition];
  }

  long heapBytes() {
    long bytes = (long) separators.length * (3 * Long.BYTES + 2 * Integer.BYTES);
    return bytes + Arrays.stream(separators).mapToLong(separator -> separator.length + 16L).sum();
  }
}

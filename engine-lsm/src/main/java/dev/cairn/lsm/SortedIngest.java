package dev.cairn.lsm;

import dev.cairn.Limits;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Shows pairs that come in key order as entries whose sequence their table will have. */
final class SortedIngest extends EntryCursor {
  private final Iterator<? extends Map.Entry<byte[], byte[]>> pairs;
  private final Runnable requireNotEnded;
  private MemorySegment value = MemorySegment.NULL;
  private boolean begun;

  /**
   * Makes a cursor.
   *
   * @param requireNotEnded run before each pair: their number may be anything
   */
  SortedIngest(Iterator<? extends Map.Entry<byte[], byte[]>> pairs, Runnable requireNotEnded) {
    this.pairs = pairs;
    this.requireNotEnded = requireNotEnded;
    this.sequence = TableEntry.SEQUENCE_OF_TABLE;
  }

  /** Writes all pairs to tables. */
  List<TableEntry> writeTo(TableOutput output) {
    try {
      for (first(); valid; next()) {
        output.add(this, sequence);
      }
      return output.finish(null);
    } catch (RuntimeException | Error failure) {
      output.undo(failure);
      throw failure;
    }
  }

  @Override
  void first() {
    next();
  }

  @Override
  void next() {
    requireNotEnded.run();
    valid = pairs.hasNext();
    if (!valid) {
      return;
    }
    Map.Entry<byte[], byte[]> pair = pairs.next();
    byte[] nextKey = pair.getKey();
    Limits.requireKeyBytes(nextKey.length);
    Limits.requireValueBytes(pair.getValue().length);
    if (begun && Arrays.compareUnsigned(key, 0, keyBytes, nextKey, 0, nextKey.length) >= 0) {
      throw new IllegalArgumentException(
          "ingested keys: expected each greater than the one before");
    }
    begun = true;
    makeRoomForKey(nextKey.length);
    System.arraycopy(nextKey, 0, key, 0, nextKey.length);
    keyBytes = nextKey.length;
    head = KeyHeads.firstBytes(key, keyBytes);
    value = MemorySegment.ofArray(pair.getValue());
  }

  @Override
  MemorySegment valueMemory() {
    return value;
  }

  @Override
  long valueOffset() {
    return 0;
  }

  @Override
  int valueBytes() {
    return (int) value.byteSize();
  }

  @Override
  void release() {
    valid = false;
  }
}

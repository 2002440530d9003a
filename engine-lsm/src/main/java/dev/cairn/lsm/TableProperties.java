package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.LONG;

import java.lang.foreign.MemorySegment;

/**
 * What a table says about itself.
 *
 * @param entries how many it has, deletes among them
 * @param deletes how many of them are deletes
 * @param rangeTombstones fragments of removed ranges
 * @param baseSequence the sequence that the stored sequence 1 means
 * @param keyBytes bytes of all keys
 * @param valueBytes bytes of all values
 * @param dataBlocks how many blocks have entries
 * @param partitions how many pieces the index and the filter have
 * @param contentBytes bytes of the data blocks before compression
 * @param bloomBitsPerKey what the filter was made with, 0 for none
 */
record TableProperties(
    long entries,
    long deletes,
    long rangeTombstones,
    long baseSequence,
    long keyBytes,
    long valueBytes,
    long dataBlocks,
    long partitions,
    long contentBytes,
    long bloomBitsPerKey) {
  static final int BYTES = 10 * Long.BYTES;

  void write(MemorySegment target, long at) {
    long[] numbers = {
      entries,
      deletes,
      rangeTombstones,
      baseSequence,
      keyBytes,
      valueBytes,
      dataBlocks,
      partitions,
      contentBytes,
      bloomBitsPerKey
    };
    for (int i = 0; i < numbers.length; i++) {
      target.set(LONG, at + (long) i * Long.BYTES, numbers[i]);
    }
  }

  static TableProperties read(MemorySegment source, long at) {
    long[] numbers = new long[BYTES / Long.BYTES];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = source.get(LONG, at + (long) i * Long.BYTES);
    }
    return new TableProperties(
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6],
        numbers[7],
        numbers[8],
        numbers[9]);
  }
}

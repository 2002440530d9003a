package dev.cairn.benchmarks.compare;

/**
 * What was asked of a store, by which its use of the device is judged.
 *
 * @param readPairs pairs that were read
 * @param writtenPairs pairs that were written
 * @param pairBytes key and value of each
 */
record Traffic(long readPairs, long writtenPairs, int pairBytes) {
  long readBytes() {
    return readPairs * pairBytes;
  }

  long writtenBytes() {
    return writtenPairs * pairBytes;
  }

  long pairs() {
    return readPairs + writtenPairs;
  }
}

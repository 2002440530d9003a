package dev.cairn.lsm;

/**
 * Data blocks near each other in a file, which may be read by one call. Between two of them may
 * stand a block of the index.
 *
 * @param position of the first
 * @param offsets how far behind that each begins, ascending
 * @param totalBytes how long each is, header included
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BlockRun(long position, int[] offsets, int[] totalBytes) {
  int count() {
    return offsets.length;
  }

  /** From the first to the end of the last. */
  int bytes() {
    return offsets[count() - 1] + totalBytes[count() - 1];
  }
}

package dev.cairn.benchmarks.compare;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Which version of some pairs each thread has written last, as the store acknowledged it: so that a
 * read that is stale and a write that was lost are noticed. For all threads.
 *
 * <p>A version tells who wrote it, and which of two by one thread came later; 0 is what the pair
 * was filled with. Which of two threads wrote last is not known: what is there must be the last of
 * one of them. Only a part of the pairs is looked at: a table of all would take the processor's
 * cache from the store.
 */
final class Ledger {
  private static final long MOST_ENTRIES = 4096;

  private final long pairCount;
  private final int strideBits;
  private final Author[] authors;

  /** Of so many pairs as they were filled, and so many threads. */
  Ledger(long pairCount, int authorCount) {
    this.pairCount = pairCount;
    this.strideBits = Long.SIZE - Long.numberOfLeadingZeros((pairCount - 1) / MOST_ENTRIES);
    this.authors =
        IntStream.range(0, authorCount)
            .mapToObj(index -> new Author(index, authorCount))
            .toArray(Author[]::new);
  }

  /** What a thread keeps from one pass to the next. */
  Author author(int index) {
    return authors[index];
  }

  /** How far apart the numbers are that are looked at, of which the first is 0. */
  long stride() {
    return 1L << strideBits;
  }

  private boolean hasEntry(long number) {
    return (number & (stride() - 1)) == 0 && number < pairCount;
  }

  private int entry(long number) {
    return (int) (number >>> strideBits);
  }

  private void copyEntries(long number, int[] versions) {
    for (int i = 0; i < versions.length; i++) {
      versions[i] = authors[i].last.getAcquire(entry(number));
    }
  }

  private static boolean isNeverWritten(int[] versions) {
    return Arrays.stream(versions).allMatch(version -> version == 0);
  }

  private int authorOf(int version) {
    return Integer.remainderUnsigned(version, authors.length);
  }

  /** Requires that a version is the last by a thread, now that nobody writes. */
  void requireLast(long number, int version) {
    int[] last = new int[authors.length];
    if (hasEntry(number)) {
      copyEntries(number, last);
    }
    if (version == 0 ? !isNeverWritten(last) : version != last[authorOf(version)]) {
      throw wrong(number, version, "expected the last of", last);
    }
  }

  private static IllegalStateException wrong(
      long number, int version, String expectation, int[] versions) {
    return new IllegalStateException(
        "number %d: found version %d, %s %s"
            .formatted(number, version, expectation, Arrays.toString(versions)));
  }

  /** What one thread writes, and what it must find. */
  final class Author {
    private final AtomicIntegerArray last = new AtomicIntegerArray(entry(pairCount - 1) + 1);
    private final int[] acknowledged;
    private int version;

    private Author(int index, int authorCount) {
      version = index;
      acknowledged = new int[authorCount];
    }

    /** A version that nobody has written yet. */
    int nextVersion() {
      version += authors.length;
      return version;
    }

    /** Takes down that the store has a version of a pair, in the order in which it got them. */
    void acknowledge(long number, int written) {
      if (hasEntry(number)) {
        last.setRelease(entry(number), written);
      }
    }

    /** Looks up what a read that begins now must see. */
    void beginRead(long number) {
      if (hasEntry(number)) {
        copyEntries(number, acknowledged);
      }
    }

    /** Requires that a version is none that was replaced before the read of that pair began. */
    void requireNewest(long number, int found) {
      if (hasEntry(number)
          && (found == 0
              ? !isNeverWritten(acknowledged)
              : Integer.compareUnsigned(found, acknowledged[authorOf(found)]) < 0)) {
        throw wrong(number, found, "expected one that is not older than", acknowledged);
      }
    }
  }
}

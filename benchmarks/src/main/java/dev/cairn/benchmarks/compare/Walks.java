package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.PairCursor;

/** Reads in key order. Each pair's key and both ends of its value are looked at. */
final class Walks {
  private Walks() {}

  static Operation forward(Site site) {
    return new Scan(site, 1);
  }

  static Operation backward(Site site) {
    return new Scan(site, -1);
  }

  static Operation seek(Site site, int pairsAfter) {
    PairCursor cursor = site.orderedReader().cursor();
    return new Operation() {
      @Override
      public void run() {
        walk(site.pairs(), cursor, site.anyPresent(), pairsAfter);
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  static Operation seekNewest(Site site, int pairsAfter) {
    return () -> {
      site.reader().refresh();
      try (PairCursor cursor = site.orderedReader().cursor()) {
        walk(site.pairs(), cursor, site.anyPresent(), pairsAfter);
      }
    };
  }

  /** Seeks a present key and goes on from there, less far if that is near the end. */
  static void walk(Pairs pairs, PairCursor cursor, long number, int pairsAfter) {
    boolean found = cursor.seek(pairs.key(number));
    long keyHead = found ? Answers.requirePair(pairs, cursor) : 0;
    if (!found || keyHead != pairs.keyHead(number)) {
      throw new IllegalStateException("number " + number + ": not found by seek");
    }
    for (int i = 0; i < pairsAfter && cursor.next(); i++) {
      long next = Answers.requirePair(pairs, cursor);
      Answers.requireAscending(keyHead, next);
      keyHead = next;
    }
  }

  /** Goes round and round, a step at a time, and requires that each round has met all pairs. */
  private static final class Scan implements Operation {
    private final Pairs pairs;
    private final PairCursor cursor;
    private final int direction;
    private final long pairCount;
    private boolean atEnd = true;
    private long keyHead;
    private long metCount;

    Scan(Site site, int direction) {
      this.pairs = site.pairs();
      this.cursor = site.orderedReader().cursor();
      this.direction = direction;
      this.pairCount = site.population().count();
    }

    @Override
    public void run() {
      for (int i = 0; i < Access.BATCH_PAIRS; i++) {
        step();
      }
    }

    private void step() {
      if (!atEnd && move()) {
        long next = Answers.requirePair(pairs, cursor);
        if (direction > 0) {
          Answers.requireAscending(keyHead, next);
        } else {
          Answers.requireAscending(next, keyHead);
        }
        keyHead = next;
        metCount++;
      } else {
        if (!atEnd) {
          Answers.requireAllMet(metCount, pairCount);
        }
        atEnd = !(direction > 0 ? cursor.first() : cursor.last());
        if (atEnd) {
          throw new IllegalStateException("no pair found by a scan");
        }
        keyHead = Answers.requirePair(pairs, cursor);
        metCount = 1;
      }
    }

    private boolean move() {
      return direction > 0 ? cursor.next() : cursor.previous();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}

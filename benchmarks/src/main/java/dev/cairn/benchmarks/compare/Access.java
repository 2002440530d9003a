package dev.cairn.benchmarks.compare;

import java.util.function.Function;

/** The ways a thread uses a store that holds its pairs already. Every answer is checked. */
enum Access {
  /** One present key, anywhere; the value is the caller's. */
  GET(Kind.READ, 1, 1, PointReads::get),

  /** The same into an array that is used again. */
  GET_INTO(Kind.READ, 1, 1, PointReads::getInto),

  /** The same, and sees what was written just before. */
  GET_NEWEST(Kind.READ, 1, 1, PointReads::getNewest),

  /** One absent key. */
  GET_MISSING(Kind.READ, 1, 1, PointReads::getMissing),

  /** Many present keys in one call. */
  GET_ALL(Kind.READ, Access.BATCH_PAIRS, Access.BATCH_PAIRS, PointReads::getAll),

  /** The next pairs in order, from the first to the last and again. */
  SCAN(Kind.ORDERED_READ, Access.BATCH_PAIRS, Access.BATCH_PAIRS, Walks::forward),

  /** The next pairs in the opposite order, from the last to the first and again. */
  REVERSE_SCAN(Kind.ORDERED_READ, Access.BATCH_PAIRS, Access.BATCH_PAIRS, Walks::backward),

  /** A present key, and the 10 after it, with a cursor that is used again. */
  SEEK_10(Kind.ORDERED_READ, 1, 11, site -> Walks.seek(site, 10)),

  /** A present key, and the 100 after it, with a cursor that is used again. */
  SEEK_100(Kind.ORDERED_READ, 1, 101, site -> Walks.seek(site, 100)),

  /** The same with a new cursor, which sees what was written just before. */
  SEEK_100_NEWEST(Kind.ORDERED_READ, 1, 101, site -> Walks.seekNewest(site, 100)),

  /** One present key gets a new value. */
  OVERWRITE(Kind.WRITE, 1, 1, Writes::overwrite),

  /** Many present keys get new values in one call. */
  OVERWRITE_BATCH(Kind.WRITE, Access.BATCH_PAIRS, Access.BATCH_PAIRS, Writes::overwriteBatch);

  /** Pairs in a batch, in a call of {@code getAll} and in a step of a scan. */
  static final int BATCH_PAIRS = 100;

  private enum Kind {
    READ,
    ORDERED_READ,
    WRITE
  }

  private final Kind kind;
  private final int countPerRun;
  private final int pairsPerRun;

  @SuppressWarnings("ImmutableEnumChecker") // Each is a method reference.
  private final Function<Site, Operation> operation;

  Access(Kind kind, int countPerRun, int pairsPerRun, Function<Site, Operation> operation) {
    this.kind = kind;
    this.countPerRun = countPerRun;
    this.pairsPerRun = pairsPerRun;
    this.operation = operation;
  }

  Operation on(Site site) {
    return operation.apply(site);
  }

  /** What one run adds to the rate: its pairs, or 1 if it is a seek. */
  int countPerRun() {
    return countPerRun;
  }

  /** Pairs that one run reads or writes. */
  int pairsPerRun() {
    return pairsPerRun;
  }

  boolean writes() {
    return kind == Kind.WRITE;
  }

  boolean needsOrder() {
    return kind == Kind.ORDERED_READ;
  }
}

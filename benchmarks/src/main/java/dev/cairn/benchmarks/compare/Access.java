package dev.cairn.benchmarks.compare;

import java.util.function.Function;

/** The ways a thread uses a store that holds its pairs already. Every answer is checked. */
enum Access {
  /** One present key, anywhere; the value is the caller's. */
  GET(Order.NOT_NEEDED, Work.reading(1), PointReads::get),

  /** The same into an array that is used again. */
  GET_INTO(Order.NOT_NEEDED, Work.reading(1), PointReads::getInto),

  /** The same, and sees what was written just before. */
  GET_NEWEST(Order.NOT_NEEDED, Work.reading(1), PointReads::getNewest),

  /** One absent key. */
  GET_MISSING(Order.NOT_NEEDED, Work.reading(1), PointReads::getMissing),

  /** Many present keys in one call. */
  GET_ALL(Order.NOT_NEEDED, Work.reading(Access.BATCH_PAIRS), PointReads::getAll),

  /** The next pairs in order, from the first to the last and again. */
  SCAN(Order.NEEDED, Work.reading(Access.BATCH_PAIRS), Walks::forward),

  /** The next pairs in the opposite order, from the last to the first and again. */
  REVERSE_SCAN(Order.NEEDED, Work.reading(Access.BATCH_PAIRS), Walks::backward),

  /** A present key, and the 10 after it, with a cursor that is used again. */
  SEEK_10(Order.NEEDED, Work.oneOf(11, 0), site -> Walks.seek(site, 10)),

  /** A present key, and the 100 after it, with a cursor that is used again. */
  SEEK_100(Order.NEEDED, Work.oneOf(101, 0), site -> Walks.seek(site, 100)),

  /** The same with a new cursor, which sees what was written just before. */
  SEEK_100_NEWEST(Order.NEEDED, Work.oneOf(101, 0), site -> Walks.seekNewest(site, 100)),

  /** One present key gets a new value. */
  OVERWRITE(Order.NOT_NEEDED, Work.writing(1), Writes::overwrite),

  /** Many present keys get new values in one call. */
  OVERWRITE_BATCH(Order.NOT_NEEDED, Work.writing(Access.BATCH_PAIRS), Writes::overwriteBatch),

  /** YCSB's workload A. */
  YCSB_A(Order.NOT_NEEDED, Work.oneOf(0.5, 0.5), site -> Ycsb.updates(site, 0.5)),

  /** YCSB's workload B. */
  YCSB_B(Order.NOT_NEEDED, Work.oneOf(0.95, 0.05), site -> Ycsb.updates(site, 0.05)),

  /** YCSB's workload C. */
  YCSB_C(Order.NOT_NEEDED, Work.reading(1), Ycsb::reads),

  /** YCSB's workload D. */
  YCSB_D(Order.NOT_NEEDED, Work.oneOf(0.95, 0.05), site -> Ycsb.readsOfLatest(site, 0.05)),

  /** YCSB's workload E; a scan is 50.5 pairs on average. */
  YCSB_E(Order.NEEDED, Work.oneOf(0.95 * 50.5, 0.05), site -> Ycsb.scans(site, 0.05)),

  /** YCSB's workload F. */
  YCSB_F(Order.NOT_NEEDED, Work.oneOf(1, 0.5), site -> Ycsb.readModifyWrites(site, 0.5));

  /** Pairs in a batch, in a call of {@code getAll} and in a step of a scan. */
  static final int BATCH_PAIRS = 100;

  private enum Order {
    NEEDED,
    NOT_NEEDED
  }

  /** What one run does, on average: what it adds to the rate, and pairs read and written. */
  private record Work(int count, double readPairs, double writtenPairs) {
    static Work reading(int pairs) {
      return new Work(pairs, pairs, 0);
    }

    static Work writing(int pairs) {
      return new Work(pairs, 0, pairs);
    }

    /** An operation that counts as one, however many pairs it touches. */
    static Work oneOf(double readPairs, double writtenPairs) {
      return new Work(1, readPairs, writtenPairs);
    }
  }

  private final Order order;

  @SuppressWarnings("ImmutableEnumChecker") // A record of numbers.
  private final Work work;

  @SuppressWarnings("ImmutableEnumChecker") // Each is a method reference.
  private final Function<Site, Operation> operation;

  Access(Order order, Work work, Function<Site, Operation> operation) {
    this.order = order;
    this.work = work;
    this.operation = operation;
  }

  Operation on(Site site) {
    return operation.apply(site);
  }

  /** What one run adds to the rate: its pairs, or 1 if it is a seek or one of a mix. */
  int countPerRun() {
    return work.count();
  }

  double readPairsPerRun() {
    return work.readPairs();
  }

  double writtenPairsPerRun() {
    return work.writtenPairs();
  }

  boolean writes() {
    return work.writtenPairs() > 0;
  }

  /** Whether what it writes are pairs that were not there. */
  boolean inserts() {
    return this == YCSB_D || this == YCSB_E;
  }

  boolean needsOrder() {
    return order == Order.NEEDED;
  }
}

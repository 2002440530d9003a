package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.PairCursor;
import dev.cairn.benchmarks.store.StoreReader;
import java.util.SplittableRandom;

/**
 * The operations of YCSB's core workloads. Each chooses at random what it does. Where there are
 * writes, reads see the newest.
 */
final class Ycsb {
  /** The longest scan; lengths are uniform from 1. */
  static final int MAX_SCANNED_PAIRS = 100;

  private final Site site;
  private final StoreReader reader;
  private final Pairs pairs;
  private final SplittableRandom random;
  private final ScrambledZipfian popular = new ScrambledZipfian();

  private Ycsb(Site site) {
    this.site = site;
    this.reader = site.reader();
    this.pairs = site.pairs();
    this.random = site.random();
  }

  /** Workloads A and B: reads and updates of popular pairs. */
  static Operation updates(Site site, double share) {
    Ycsb ycsb = new Ycsb(site);
    return () -> {
      if (ycsb.isOneOf(share)) {
        site.overwrite(ycsb.popular());
      } else {
        ycsb.readNewest(ycsb.popular());
      }
    };
  }

  /** Workload C: reads of popular pairs. */
  static Operation reads(Site site) {
    Ycsb ycsb = new Ycsb(site);
    return () -> ycsb.read(ycsb.popular());
  }

  /** Workload D: inserts, and reads of which most are of what was inserted last. */
  static Operation readsOfLatest(Site site, double insertShare) {
    Ycsb ycsb = new Ycsb(site);
    Zipfian ages = new Zipfian(site.population().count());
    return () -> {
      if (ycsb.isOneOf(insertShare)) {
        ycsb.insert();
      } else {
        long count = site.population().count();
        ages.grow(count);
        ycsb.readNewest(count - 1 - ages.next(ycsb.random));
      }
    };
  }

  /** Workload E: inserts, and short scans from popular pairs. */
  static Operation scans(Site site, double insertShare) {
    Ycsb ycsb = new Ycsb(site);
    return () -> {
      if (ycsb.isOneOf(insertShare)) {
        ycsb.insert();
      } else {
        ycsb.scan(ycsb.popular(), 1 + ycsb.random.nextInt(MAX_SCANNED_PAIRS));
      }
    };
  }

  /** Workload F: reads of popular pairs, of which some are written back changed. */
  static Operation readModifyWrites(Site site, double share) {
    Ycsb ycsb = new Ycsb(site);
    return () -> {
      long number = ycsb.popular();
      ycsb.readNewest(number);
      if (ycsb.isOneOf(share)) {
        site.overwrite(number);
      }
    };
  }

  private boolean isOneOf(double share) {
    return random.nextDouble() < share;
  }

  private long popular() {
    return popular.next(random, site.population().initialCount());
  }

  private void read(long number) {
    Answers.requireValue(pairs, number, reader.get(pairs.key(number)));
  }

  private void readNewest(long number) {
    PointReads.readNewest(site, reader, number);
  }

  private void insert() {
    long number = site.population().claim();
    site.store().put(pairs.key(number), pairs.value(number));
    site.population().insert(number);
  }

  private void scan(long number, int pairCount) {
    reader.refresh();
    try (PairCursor cursor = site.orderedReader().cursor()) {
      Walks.walk(pairs, cursor, number, pairCount - 1);
    }
  }
}

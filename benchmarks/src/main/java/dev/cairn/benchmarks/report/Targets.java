package dev.cairn.benchmarks.report;

import static dev.cairn.benchmarks.report.Engines.BPTREE;
import static dev.cairn.benchmarks.report.Engines.GROWING_HASH;
import static dev.cairn.benchmarks.report.Engines.HASH;
import static dev.cairn.benchmarks.report.Engines.LSM;

import dev.cairn.benchmarks.report.Target.Bound;
import dev.cairn.benchmarks.report.Target.Figure;
import dev.cairn.benchmarks.report.Target.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the engines are meant to reach. Nothing here is a figure that was measured. */
final class Targets {
  private static final long ANY_SIZE = 0;
  private static final long LARGE = 10_000_000;

  private static final String CHRONICLE = "chronicle";
  private static final String HEAP = "heap-hash";
  private static final String LMDB = "lmdb";
  private static final String ROCKSDB = "rocksdb";

  /** Words for the figures that are throughputs. */
  private static final Map<String, String> WORK =
      Map.ofEntries(
          Map.entry("readrandom", "get"),
          Map.entry("readmissing", "get of an absent key"),
          Map.entry("fillrandom", "single put in no order"),
          Map.entry("fillbatch", "batches in no order"),
          Map.entry("fillseqbatch", "batches in order"),
          Map.entry("fillsync", "forced put"),
          Map.entry("overwrite", "overwrite"),
          Map.entry("deletehalf", "delete half"),
          Map.entry("scan", "full scan"),
          Map.entry("seek10", "seek and next 10"),
          Map.entry("readwhilewriting get", "get beside a writer"),
          Map.entry("readwhilewriting50k get", "get beside 50,000 writes a second"));

  static final List<Target> ALL = all();

  /** A throughput and how many times that of a peer it shall be. */
  private record Rate(String figure, double limit) {}

  private Targets() {}

  private static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    addHash(targets);
    addBPlusTree(targets);
    addLsm(targets);
    return List.copyOf(targets);
  }

  private static void addHash(List<Target> targets) {
    targets.add(atLeast(HASH, "readrandom", CHRONICLE, 1.3, ANY_SIZE));
    targets.add(atLeast(HASH, "fillrandom", CHRONICLE, 1, ANY_SIZE));
    targets.add(atLeast(HASH, "fillbatch", CHRONICLE, 1.5, ANY_SIZE));
    targets.add(atLeast(HASH, "readrandom", HEAP, 1, LARGE));
    targets.add(getAll(HASH, 2.5));
    targets.add(
        new Target(
            HASH,
            "bytes of the index alone by those of ConcurrentHashMap's objects, a pair",
            new Figure(HASH, "fillrandom index a pair"),
            new Figure(HEAP, "fillrandom heap a pair", Part.BESIDE_CONTENT),
            Bound.AT_MOST,
            0.1,
            LARGE));
    targets.add(atMost(HASH, "bytes of index a pair", "fillrandom index a pair", 12, LARGE));
    targets.add(
        atMost(HASH, "p99.9 of get beside a writer, µs", "readwhilewriting get p99.9", 500, 0));
    targets.add(
        atMost(HASH, "p99.9 of put beside a reader, µs", "readwhilewriting put p99.9", 500, 0));
    targets.add(
        new Target(
            HASH,
            "longest put while it grows, µs",
            new Figure(GROWING_HASH, "fillrandom max"),
            null,
            Bound.AT_MOST,
            5_000,
            LARGE));
    targets.add(atMost(HASH, "reopen after a close, ms", "reopen until open", 1_000, LARGE));
    targets.add(atMost(HASH, "reopen after kill -9, ms", "recover until open", 10_000, LARGE));
  }

  private static void addBPlusTree(List<Target> targets) {
    List<Rate> versusLmdb =
        List.of(
            new Rate("readrandom", 1.5),
            new Rate("fillrandom", 2),
            new Rate("fillbatch", 2),
            new Rate("fillseqbatch", 1),
            new Rate("overwrite", 2),
            new Rate("deletehalf", 3),
            new Rate("scan", 1.5),
            new Rate("seek10", 1.5),
            new Rate("readwhilewriting get", 1),
            new Rate("readwhilewriting50k get", 1),
            new Rate("fillsync", 1.5));
    versusLmdb.forEach(
        rate -> targets.add(atLeast(BPTREE, rate.figure(), LMDB, rate.limit(), ANY_SIZE)));
    targets.add(spaceByPeer(LMDB));
    for (String peer : List.of("mvstore", "tupl")) {
      versusLmdb.forEach(rate -> targets.add(atLeast(BPTREE, rate.figure(), peer, 1, ANY_SIZE)));
      targets.add(spaceByPeer(peer));
    }
    targets.add(getAll(BPTREE, 1.7));
    targets.add(
        atMost(
            BPTREE,
            "p99 of 100 pairs beside a writer, µs",
            "seek100whilewriting seek p99",
            1_000,
            ANY_SIZE));
    targets.add(
        atMost(
            BPTREE,
            "p99.9 of put with checkpoints running, µs",
            "readwhilewriting put p99.9",
            1_000,
            ANY_SIZE));
  }

  private static Target spaceByPeer(String peer) {
    return atMostOf(BPTREE, "space on disk", "fillrandom space amplification", peer, 1);
  }

  private static void addLsm(List<Target> targets) {
    List<Rate> versusRocksDb =
        List.of(
            new Rate("fillrandom", 2),
            new Rate("fillbatch", 1.5),
            new Rate("fillseqbatch", 1),
            new Rate("overwrite", 2),
            new Rate("readrandom", 3),
            new Rate("readmissing", 1.5),
            new Rate("scan", 4),
            new Rate("seek10", 3),
            new Rate("readwhilewriting get", 3),
            new Rate("readwhilewriting50k get", 3),
            new Rate("fillsync", 1));
    versusRocksDb.forEach(
        rate -> targets.add(atLeast(LSM, rate.figure(), ROCKSDB, rate.limit(), ANY_SIZE)));
    targets.add(
        atMostOf(
            LSM,
            "write amplification of overwrites",
            "overwriteall write amplification",
            ROCKSDB,
            1.1));
    targets.add(
        atMostOf(
            LSM, "write amplification of a fill", "fillrandom write amplification", ROCKSDB, 1.1));
    targets.add(atMostOf(LSM, "space on disk", "fillrandom space amplification", ROCKSDB, 1.1));
    targets.add(
        new Target(
            LSM,
            "overwrites beside compaction, k/s",
            new Figure(LSM, "overwriteall"),
            null,
            Bound.AT_LEAST,
            50,
            LARGE));
    targets.add(
        atMost(
            LSM,
            "p99.99 of overwrite beside compaction, µs",
            "overwriteall p99.99",
            10_000,
            ANY_SIZE));
    targets.add(
        atMost(
            LSM, "longest overwrite beside compaction, µs", "overwriteall max", 10_000, ANY_SIZE));
    targets.add(
        atMost(LSM, "p99 of get beside a writer, µs", "readwhilewriting get p99", 1_000, ANY_SIZE));
  }

  private static Target atLeast(
      String engine, String figure, String peer, double limit, long leastPairCount) {
    return new Target(
        engine,
        WORK.get(figure) + ", by " + Engines.name(peer),
        new Figure(engine, figure),
        new Figure(peer, figure),
        Bound.AT_LEAST,
        limit,
        leastPairCount);
  }

  private static Target atMostOf(
      String engine, String text, String figure, String peer, double limit) {
    return new Target(
        engine,
        text + ", by " + Engines.name(peer),
        new Figure(engine, figure),
        new Figure(peer, figure),
        Bound.AT_MOST,
        limit,
        ANY_SIZE);
  }

  private static Target getAll(String engine, double limit) {
    return new Target(
        engine,
        "getAll of 100, by single gets",
        new Figure(engine, "getall100"),
        new Figure(engine, "readrandom"),
        Bound.AT_LEAST,
        limit,
        LARGE);
  }

  private static Target atMost(
      String engine, String text, String figure, double limit, long leastPairCount) {
    return new Target(
        engine, text, new Figure(engine, figure), null, Bound.AT_MOST, limit, leastPairCount);
  }
}

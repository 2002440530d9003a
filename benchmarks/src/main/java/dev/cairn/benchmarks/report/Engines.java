package dev.cairn.benchmarks.report;

import java.util.List;
import java.util.Map;

/** What the report calls the stores. */
final class Engines {
  static final String HASH = "cairn-hash";
  static final String GROWING_HASH = "cairn-hash-growing";
  static final String BPTREE = "cairn-bptree";
  static final String LSM = "cairn-lsm";

  /** The engines of Cairn, with the peers that each is measured against first. */
  private static final Map<String, List<String>> RIVALS =
      Map.of(
          HASH, List.of("chronicle", "heap-hash"),
          BPTREE, List.of("lmdb", "mvstore", "tupl", "heap-sorted"),
          LSM, List.of("rocksdb"));

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry(HASH, "hash"),
          Map.entry(BPTREE, "B+ tree"),
          Map.entry(LSM, "LSM"),
          Map.entry(GROWING_HASH, "hash, not told its size"),
          Map.entry("cairn-hash-memory", "hash in memory"),
          Map.entry("rocksdb", "RocksDB"),
          Map.entry("lmdb", "LMDB"),
          Map.entry("mvstore", "MVStore"),
          Map.entry("tupl", "Tupl"),
          Map.entry("mapdb", "MapDB"),
          Map.entry("xodus", "Xodus"),
          Map.entry("chronicle", "Chronicle Map"),
          Map.entry("heap-hash", "ConcurrentHashMap"),
          Map.entry("heap-sorted", "ConcurrentSkipListMap"));

  private Engines() {}

  static boolean isEngine(String store) {
    return RIVALS.containsKey(store);
  }

  /** The peers that an engine is measured against first. */
  static List<String> rivals(String engine) {
    return RIVALS.getOrDefault(engine, List.of());
  }

  /** As people call it; an engine of Cairn without Cairn's name. */
  static String name(String store) {
    return NAMES.getOrDefault(store, store);
  }

  /** The same where peers stand beside it. */
  static String fullName(String store) {
    return Runs.isCairn(store) ? "Cairn " + name(store) : name(store);
  }
}

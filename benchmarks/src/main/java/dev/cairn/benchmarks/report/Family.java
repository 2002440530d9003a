package dev.cairn.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Workloads that are looked at together. */
enum Family {
  WRITES(
      "Writes",
      Set.of(
          "fillseq",
          "fillrandom",
          "fillseqbatch",
          "fillbatch",
          "fillsync",
          "overwrite",
          "overwriteall",
          "batchoverwrite",
          "deletehalf")),
  READS(
      "Reads of single keys",
      Set.of(
          "readrandom",
          "readinto",
          "readmissing",
          "getall100",
          "readwhilewriting",
          "readwhilewriting50k")),
  RANGES("Ranges", Set.of("scan", "reversescan", "seek10", "seek100", "seek100whilewriting")),
  MIXES("YCSB", Set.of("ycsb-a", "ycsb-b", "ycsb-c", "ycsb-d", "ycsb-e", "ycsb-f")),

  /** What nobody has put into one of the others yet. */
  OTHERS("Others", Set.of());

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // All are made by Set.of.
  private final Set<String> workloads;

  Family(String title, Set<String> workloads) {
    this.title = title;
    this.workloads = workloads;
  }

  String title() {
    return title;
  }

  /** Its name in the names of files. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Family of(String workload) {
    return List.of(values()).stream()
        .filter(family -> family.workloads.contains(workload))
        .findFirst()
        .orElse(OTHERS);
  }
}

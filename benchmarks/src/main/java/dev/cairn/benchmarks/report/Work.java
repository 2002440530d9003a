package dev.cairn.benchmarks.report;

import java.util.List;

/**
 * Something that a store is taken for, and the figure that tells how good it is at that.
 *
 * @param text what is done, for people
 * @param figure the figure
 */
record Work(String text, String figure) {
  /** What the recommendations speak about. */
  static final List<Work> ALL =
      List.of(
          new Work("reads of single keys", "readrandom"),
          new Work("look-ups of absent keys", "readmissing"),
          new Work("many keys in one call", "getall100"),
          new Work("short ranges", "seek100"),
          new Work("scans of everything", "scan"),
          new Work("single puts of new keys", "fillrandom"),
          new Work("overwrites", "overwriteall"),
          new Work("loads in batches, in no order", "fillbatch"),
          new Work("loads in batches, in order", "fillseqbatch"),
          new Work("writes that survive a loss of power", "fillsync"),
          new Work("deletes", "deletehalf"),
          new Work("reads beside a writer", "readwhilewriting get"),
          new Work("reads beside 50,000 writes a second", "readwhilewriting50k get"),
          new Work("short ranges beside a writer", "seek100whilewriting seek"),
          new Work("half reads, half updates of popular keys", "ycsb-a"));

  /** What is paid for it. */
  static final List<Work> COSTS =
      List.of(
          new Work("heap, bytes a pair", "fillrandom heap a pair"),
          new Work(
              "memory outside the heap, bytes a pair", "fillrandom memory outside the heap a pair"),
          new Work("space on disk after a fill, by the content", "fillrandom space amplification"),
          new Work(
              "space on disk after overwrites, by the content", "overwriteall space amplification"),
          new Work("bytes written for a byte of a fill", "fillrandom write amplification"),
          new Work("bytes written for a byte of overwrites", "overwriteall write amplification"),
          new Work("longest put of a fill, µs", "fillrandom max"),
          new Work("p99.9 of a get beside a writer, µs", "readwhilewriting get p99.9"),
          new Work("reopening after a close, ms", "reopen until open"),
          new Work("reopening after kill -9, ms", "recover until open"));
}

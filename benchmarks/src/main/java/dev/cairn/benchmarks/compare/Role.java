package dev.cairn.benchmarks.compare;

import java.util.OptionalLong;

/**
 * Some threads of a workload that do the same.
 *
 * @param label what the report calls them
 * @param access what they do
 * @param rate how often a second each does it at most, if there is a limit
 */
record Role(String label, Access access, OptionalLong rate) {
  /** Threads that do as much as they can. */
  Role(String label, Access access) {
    this(label, access, OptionalLong.empty());
  }
}

package dev.cairn.benchmarks.compare;

/**
 * Some threads of a workload that do the same.
 *
 * @param label what the report calls them
 * @param access what they do
 */
record Role(String label, Access access) {}

package dev.cairn.benchmarks.store;

import java.util.OptionalLong;

/**
 * What a store takes by its own account.
 *
 * @param memoryBytes memory outside the heap, mapped files included
 * @param indexBytes the part of it that is the index, if the store tells
 */
public record Footprint(long memoryBytes, OptionalLong indexBytes) {}

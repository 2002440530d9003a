package dev.cairn.benchmarks.store;

import java.nio.file.Path;

/**
 * Where a store lives and how large it is going to be.
 *
 * @param directory its directory, for it alone
 * @param pairCount pairs it will hold
 * @param budgetBytes memory it may take, if it can be told
 */
public record Home(Path directory, long pairCount, long budgetBytes) {}

package dev.cairn.cli.exchange;

/**
 * What an import did.
 *
 * @param pairCount pairs that were put
 * @param skippedCount lines that were bad and skipped
 */
public record ImportReport(long pairCount, long skippedCount) {}

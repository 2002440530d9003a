package dev.cairn;

/**
 * What became of a damaged store.
 *
 * @param pairCount pairs that the new store has
 * @param damageCount how often something was found that is not what was written
 * @param lostBytes bytes of it that may have held pairs or deletes
 */
public record SalvageReport(long pairCount, long damageCount, long lostBytes) {}

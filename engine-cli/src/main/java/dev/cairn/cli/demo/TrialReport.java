package dev.cairn.cli.demo;

/**
 * What a trial showed.
 *
 * @param engine the engine
 * @param pairCount pairs that were loaded
 * @param byteCount bytes of their keys and values
 * @param puts the time of each put while loading
 * @param gets the time of each get while reading back
 * @param groupGets the time of each getAll while reading back
 * @param diskBytes bytes of the store's files after loading
 * @param cleanOpenNanos how long the store took to open after it was closed
 * @param killedOpenNanos how long it took to open after a kill, at worst
 * @param killCount how many times its process was killed
 * @param acknowledgedGroups groups of writes that were acknowledged before a kill
 * @param comparisonCount values that were compared
 */
record TrialReport(
    String engine,
    long pairCount,
    long byteCount,
    CallTimes puts,
    CallTimes gets,
    CallTimes groupGets,
    long diskBytes,
    long cleanOpenNanos,
    long killedOpenNanos,
    int killCount,
    long acknowledgedGroups,
    long comparisonCount) {}

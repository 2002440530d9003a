package dev.cairn.bptree;

/** The same with ten times as many seeds, as {@code cairn.runs} says in a night. */
class BPlusTreeLoadCrashNightly extends BPlusTreeLoadCrashTest {}

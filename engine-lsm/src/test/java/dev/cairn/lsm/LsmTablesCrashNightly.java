package dev.cairn.lsm;

/** The same with ten times as many seeds, as {@code cairn.runs} says in a night. */
class LsmTablesCrashNightly extends LsmTablesCrashTest {}

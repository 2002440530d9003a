package dev.cairn.internal.log;

/** How long a sealed segment keeps its memory. */
public enum SegmentStay {
  /** The oldest leaves when memory is needed; its records are then read from its file. */
  WHILE_MEMORY_LASTS,

  /** Not at all: nobody reads records of the log but recovery. */
  UNTIL_SEALED,

  /** Until the log's owner removes it, because the owner points at its records in memory. */
  UNTIL_REMOVED
}

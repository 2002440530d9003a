package dev.cairn.internal.log;

/** What the writes of late have asked of the log. */
enum SegmentUse {
  /** Nobody has forced the log since the tail became the tail. */
  UNFORCED,

  /** Somebody has, and will again. */
  FORCED
}

package dev.cairn.benchmarks.compare;

/** How closely a figure looks. */
enum Detail {
  /** What a comparison is made for. */
  MAIN,

  /** Everything else that was measured with it. */
  ALL
}

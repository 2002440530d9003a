package dev.cairn.lsm;

/** How blocks of a table are compressed. */
enum Compression {
  /** Not at all. */
  NONE,

  /** By the LZ4 block format: a third to a half of the size of text, restored at memory speed. */
  LZ4
}

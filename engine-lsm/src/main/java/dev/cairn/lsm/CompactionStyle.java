package dev.cairn.lsm;

/** How tables are merged. */
public enum CompactionStyle {
  /**
   * Levels, each ten times as large as the one above. Reads look into few tables and the store
   * takes little more than its content; an entry is written some ten times in all.
   */
  LEVELED,

  /**
   * Runs of about the same size are merged. An entry is written few times; reads look into more
   * tables, and the store may take twice the space.
   */
  TIERED,

  /**
   * Nothing is merged; the oldest table is deleted, with all that is in it, when the tables
   * together are larger than {@link LsmOptions#fifoBytes}, which is 1 GiB unless something else is
   * said. It goes also while a snapshot or a cursor is open that saw it: these see less then. A
   * cursor that stood on a pair of it may say so, by {@link IllegalStateException}, when its value
   * is asked for, and moves on from there.
   */
  FIFO
}

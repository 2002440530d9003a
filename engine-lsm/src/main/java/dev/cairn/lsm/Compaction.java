package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.List;

/**
 * What a picker wants to be done.
 *
 * @param kind what
 * @param inputs the tables of each level that it is done to
 * @param outputLevel where their entries go
 */
record Compaction(Kind kind, List<List<TableEntry>> inputs, int outputLevel) {
  enum Kind {
    /** Their entries are written anew. */
    MERGE,

    /** They belong to the output level from now on, as they are. */
    MOVE,

    /** They are deleted with all that is in them. */
    DROP
  }

  List<TableEntry> tables() {
    List<TableEntry> all = new ArrayList<>();
    inputs.forEach(all::addAll);
    return all;
  }

  long bytes() {
    return tables().stream().mapToLong(TableEntry::fileBytes).sum();
  }
}

package dev.cairn.hash;

/** {@link TableHistory} of a {@link ChainedTable}. */
public class ChainedTableHistory extends TableHistory {
  /** Makes an empty table. */
  public ChainedTableHistory() {
    super(Probing.CHAINED);
  }
}

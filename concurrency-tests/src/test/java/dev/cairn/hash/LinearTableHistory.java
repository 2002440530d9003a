package dev.cairn.hash;

/** {@link TableHistory} of a {@link LinearTable}. */
public class LinearTableHistory extends TableHistory {
  /** Makes an empty table. */
  public LinearTableHistory() {
    super(Probing.LINEAR);
  }
}

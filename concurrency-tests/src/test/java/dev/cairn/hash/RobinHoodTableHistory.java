package dev.cairn.hash;

/** {@link TableHistory} of a {@link RobinHoodTable}. */
public class RobinHoodTableHistory extends TableHistory {
  /** Makes an empty table. */
  public RobinHoodTableHistory() {
    super(Probing.ROBIN_HOOD);
  }
}

package dev.cairn.hash;

/** {@link TableHistory} of a {@link GroupTable}. */
public class GroupTableHistory extends TableHistory {
  /** Makes an empty table. */
  public GroupTableHistory() {
    super(Probing.GROUP);
  }
}

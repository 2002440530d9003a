package dev.cairn.internal.event;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/**
 * The index or the pages of a store are brought to the disk, so that opening need not read the log
 * before.
 */
@Name("dev.cairn.Checkpoint")
@Label("Checkpoint")
@Description(
    "The index or the pages of a store are brought to the disk, so that opening need not read the"
        + " log before.")
public final class CheckpointEvent extends StoreEvent {
  /** The engine. */
  @Label("Engine")
  public String engine = "";

  /** The position in the log up to which opening need not read. */
  @Label("Log position")
  @DataAmount
  public long logPosition;

  /** Makes one that has not begun. */
  public CheckpointEvent() {}
}

package dev.cairn.internal.event;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The live records of a segment of a hash store are moved, so that it can be freed. */
@Name("dev.cairn.Reclaim")
@Label("Reclaim")
@Description("The live records of a segment of a hash store are moved, so that it can be freed.")
public final class ReclaimEvent extends StoreEvent {
  /** The position in the log at which the segment begins. */
  @Label("Log position")
  @DataAmount
  public long logPosition;

  /** Its bytes. */
  @Label("Size")
  @DataAmount
  public long segmentBytes;

  /** Makes one that has not begun. */
  public ReclaimEvent() {}
}

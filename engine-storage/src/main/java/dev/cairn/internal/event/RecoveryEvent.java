package dev.cairn.internal.event;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** The log of a store was read at opening. */
@Name("dev.cairn.Recovery")
@Label("Recovery")
@Description("The log of a store was read at opening. The event is an instant after it.")
public final class RecoveryEvent extends StoreEvent {
  /** How long it took. */
  @Label("Took")
  @Timespan(Timespan.NANOSECONDS)
  public long nanos;

  /** How many segments the log has. */
  @Label("Segments")
  public int segmentCount;

  /** The position at which the log was read from. */
  @Label("From position")
  @DataAmount
  public long fromPosition;

  /** The position at which it ends. */
  @Label("To position")
  @DataAmount
  public long toPosition;

  /** Makes one that nobody has recorded. */
  public RecoveryEvent() {}
}

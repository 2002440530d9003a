package dev.cairn.internal.event;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A write waits for the store's own work. */
@Name("dev.cairn.Stall")
@Label("Stall")
@Description("A write waits for the store's own work.")
public final class StallEvent extends StoreEvent {
  /** What it waits for. */
  @Label("For")
  public String reason = "";

  /** Makes one that has not begun. */
  public StallEvent() {}
}

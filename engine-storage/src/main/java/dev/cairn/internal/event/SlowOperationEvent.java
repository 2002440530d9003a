package dev.cairn.internal.event;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** A read of a cold record, or a force of the log, takes long. */
@Name("dev.cairn.SlowOperation")
@Label("Slow operation")
@Description("A read of a cold record, or a force of the log, takes long.")
@Threshold("10 ms")
public final class SlowOperationEvent extends StoreEvent {
  /** What takes long: {@code read} or {@code force}. */
  @Label("Operation")
  public String operation = "";

  /** The file, or the last of them. */
  @Label("File")
  public String file = "";

  /** Makes one that has not begun. */
  public SlowOperationEvent() {}
}

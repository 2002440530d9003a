package dev.cairn.internal.event;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Tables of an LSM store are merged. */
@Name("dev.cairn.Compaction")
@Label("Compaction")
@Description("Tables of an LSM store are merged.")
public final class CompactionEvent extends StoreEvent {
  /** Bytes of the tables that were merged. */
  @Label("Read")
  @DataAmount
  public long readBytes;

  /** Bytes of the tables that were written. */
  @Label("Written")
  @DataAmount
  public long writtenBytes;

  /** The level that they belong to. */
  @Label("Output level")
  public int outputLevel;

  /** Makes one that has not begun. */
  public CompactionEvent() {}
}

package dev.cairn.internal.event;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A memtable of an LSM store is written to a table. */
@Name("dev.cairn.Flush")
@Label("Flush")
@Description("A memtable of an LSM store is written to a table.")
public final class FlushEvent extends StoreEvent {
  /** Bytes of the tables that were written. */
  @Label("Written")
  @DataAmount
  public long writtenBytes;

  /** Makes one that has not begun. */
  public FlushEvent() {}
}

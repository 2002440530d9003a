package dev.cairn.lsm;

import dev.cairn.StoreIOException;
import java.io.Serial;

/**
 * The disk does not give a part of a table. Nothing was written, so what is on the disk is as
 * certain as before: unlike a write that failed, it is no reason to refuse writes.
 */
final class UnreadableTableException extends StoreIOException {
  @Serial private static final long serialVersionUID = 1;

  private final long tableId;

  UnreadableTableException(long tableId, StoreIOException failure) {
    super(String.valueOf(failure.getMessage()), failure);
    this.tableId = tableId;
  }

  long tableId() {
    return tableId;
  }
}

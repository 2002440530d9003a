package dev.cairn.bptree;

import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.LogVisitor;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Applies the operations of the log to the tree at opening, in their order and on one thread. */
final class Replay implements LogVisitor {
  private final TreeWriter writer;
  private final Views views;

  Replay(TreeWriter writer, Views views) {
    this.writer = writer;
    this.views = views;
  }

  @Override
  public void visit(LogSegment segment, MemorySegment memory, long offset) {
    byte[] key = new byte[LogRecord.keyBytes(memory, offset)];
    byte[] value = new byte[LogRecord.valueBytes(memory, offset)];
    long keyOffset = LogRecord.keyOffset(offset);
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, keyOffset, key, 0, key.length);
    MemorySegment.copy(
        memory, ValueLayout.JAVA_BYTE, keyOffset + key.length, value, 0, value.length);
    views.beginChange();
    try {
      apply(LogRecord.kind(memory, offset), key, value);
    } finally {
      writer.finish();
      views.endChange();
    }
  }

  private void apply(byte kind, byte[] key, byte[] value) {
    if (kind == RecordFormat.DELETE_RANGE) {
      writer.deleteRange(key, value.length == 0 ? null : value);
      return;
    }
    writer.reserve(key.length, value.length);
    writer.seek(key, 0, key.length);
    if (kind == RecordFormat.PUT) {
      writer.put(value, 0, value.length);
    } else if (writer.isFound()) {
      writer.delete();
    }
  }
}

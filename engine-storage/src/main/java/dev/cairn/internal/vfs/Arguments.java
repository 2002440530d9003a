package dev.cairn.internal.vfs;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Checks of arguments that every Vfs makes alike. */
final class Arguments {
  private Arguments() {}

  static void requireTransfer(long position, MemorySegment segment, long offset, long bytes) {
    requireNotNegative("position", position);
    Objects.checkFromIndexSize(offset, bytes, segment.byteSize());
  }

  static void requireNotNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " " + value + ": expected at least 0");
    }
  }

  static void requireWindow(String where, long bytes, long fileBytes) {
    if (bytes < 1 || bytes > fileBytes) {
      throw new IllegalArgumentException(
          where + ": window of " + bytes + " bytes: expected 1 to the file's " + fileBytes);
    }
  }

  static void requireWritable(String where, OpenMode mode) {
    if (mode == OpenMode.READ) {
      throw new IllegalStateException(where + ": opened for reading only");
    }
  }
}

package dev.cairn.internal.vfs;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** A window of a {@link MemoryFile}: a write that cannot grow the file. */
final class MemoryWindow implements VfsWindow {
  private final SparseBytes content;
  private final long windowBytes;
  private volatile boolean closed;

  MemoryWindow(SparseBytes content, long windowBytes) {
    this.content = content;
    this.windowBytes = windowBytes;
  }

  @Override
  public void copyIn(long position, MemorySegment source, long offset, long bytes) {
    Objects.checkFromIndexSize(position, bytes, windowBytes);
    Objects.checkFromIndexSize(offset, bytes, source.byteSize());
    requireOpen();
    content.write(position, source, offset, bytes);
  }

  @Override
  public void touch(long from) {
    requireOpen();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }
}

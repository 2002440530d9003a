package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;

/** A window that leaves everything to another: a subclass says what it does otherwise. */
public class ForwardingWindow implements VfsWindow {
  private final VfsWindow inner;

  /**
   * Wraps a window.
   *
   * @param inner the window
   */
  public ForwardingWindow(VfsWindow inner) {
    this.inner = inner;
  }

  @Override
  public void copyIn(long position, MemorySegment source, long offset, long bytes) {
    inner.copyIn(position, source, offset, bytes);
  }

  @Override
  public void touch(long from) {
    inner.touch(from);
  }

  @Override
  public void close() {
    inner.close();
  }
}

package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;

/** An open file of a {@link CrashableVfs}. */
final class CrashableFile implements VfsFile {
  private final CrashableVfs vfs;
  private final VfsFile live;
  private final int number;

  CrashableFile(CrashableVfs vfs, VfsFile live, int number) {
    this.vfs = vfs;
    this.live = live;
    this.number = number;
  }

  @Override
  public String name() {
    return live.name();
  }

  @Override
  public long size() {
    return live.size();
  }

  @Override
  public int read(long position, MemorySegment target, long offset, int bytes) {
    return live.read(position, target, offset, bytes);
  }

  @Override
  public void write(long position, MemorySegment source, long offset, long bytes) {
    synchronized (vfs) {
      live.write(position, source, offset, bytes);
      vfs.recordWritten(name(), number, position, source, offset, bytes);
    }
  }

  @Override
  public void sync() {
    synchronized (vfs) {
      live.sync();
      vfs.record(new Effect.Synced(name(), number));
    }
  }

  /**
   * Records a sync that failed: what it should have brought to the device is never brought there.
   */
  void failSync() {
    synchronized (vfs) {
      live.sync();
      vfs.record(new Effect.SyncFailed(name(), number));
    }
  }

  @Override
  public void truncate(long bytes) {
    synchronized (vfs) {
      long before = live.size();
      live.truncate(bytes);
      if (bytes < before) {
        vfs.record(new Effect.Resized(name(), number, bytes));
      }
    }
  }

  @Override
  public void allocate(long bytes) {
    synchronized (vfs) {
      long before = live.size();
      live.allocate(bytes);
      if (bytes > before) {
        vfs.recordGrown(name(), number, before, bytes);
      }
    }
  }

  @Override
  public VfsWindow map(long bytes) {
    return new CrashableWindow(live.map(bytes));
  }

  @Override
  public void close() {
    live.close();
  }

  /** A window whose copies are recorded as writes. */
  private final class CrashableWindow implements VfsWindow {
    private final VfsWindow window;

    CrashableWindow(VfsWindow window) {
      this.window = window;
    }

    @Override
    public void copyIn(long position, MemorySegment source, long offset, long bytes) {
      synchronized (vfs) {
        window.copyIn(position, source, offset, bytes);
        vfs.recordWritten(name(), number, position, source, offset, bytes);
      }
    }

    @Override
    public void touch(long from) {
      window.touch(from);
    }

    @Override
    public void close() {
      window.close();
    }
  }
}

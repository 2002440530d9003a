package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A directory that knows which files, windows and locks are open, and where they were opened. */
public final class LeakCheckingVfs implements Vfs {
  private final Vfs inner;
  private final OpenResources open = new OpenResources();

  /**
   * Wraps a directory.
   *
   * @param inner the directory
   */
  public LeakCheckingVfs(Vfs inner) {
    this.inner = inner;
  }

  /**
   * Fails if anything is open.
   *
   * @throws AssertionError if so; what is open, and the stack that opened it, are its suppressed
   *     throwables
   */
  public void assertNothingOpen() {
    open.assertNone();
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    var file = new CheckedFile(inner.open(name, mode));
    open.opened(file, "file " + name);
    return file;
  }

  @Override
  public boolean exists(String name) {
    return inner.exists(name);
  }

  @Override
  public List<String> list() {
    return inner.list();
  }

  @Override
  public void rename(String from, String to) {
    inner.rename(from, to);
  }

  @Override
  public void delete(String name) {
    inner.delete(name);
  }

  @Override
  public void syncDirectory() {
    inner.syncDirectory();
  }

  @Override
  public VfsLock lock(String name) {
    var lock = new CheckedLock(inner.lock(name));
    open.opened(lock, "lock " + name);
    return lock;
  }

  @Override
  public String describe(String name) {
    return inner.describe(name);
  }

  @Override
  public void close() {
    inner.close();
  }

  /** A file that says when it is closed. */
  private final class CheckedFile implements VfsFile {
    private final VfsFile file;

    CheckedFile(VfsFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public int read(long position, MemorySegment target, long offset, int bytes) {
      return file.read(position, target, offset, bytes);
    }

    @Override
    public void write(long position, MemorySegment source, long offset, long bytes) {
      file.write(position, source, offset, bytes);
    }

    @Override
    public void sync() {
      file.sync();
    }

    @Override
    public void truncate(long bytes) {
      file.truncate(bytes);
    }

    @Override
    public void allocate(long bytes) {
      file.allocate(bytes);
    }

    @Override
    public VfsWindow map(long bytes) {
      var window = new CheckedWindow(file.map(bytes));
      open.opened(window, "window of " + name());
      return window;
    }

    @Override
    public void close() {
      file.close();
      open.closed(this);
    }
  }

  /** A window that says when it is closed. */
  private final class CheckedWindow implements VfsWindow {
    private final VfsWindow window;

    CheckedWindow(VfsWindow window) {
      this.window = window;
    }

    @Override
    public void copyIn(long position, MemorySegment source, long offset, long bytes) {
      window.copyIn(position, source, offset, bytes);
    }

    @Override
    public void touch() {
      window.touch();
    }

    @Override
    public void close() {
      window.close();
      open.closed(this);
    }
  }

  /** A lock that says when it is given up. */
  private final class CheckedLock implements VfsLock {
    private final VfsLock lock;

    CheckedLock(VfsLock lock) {
      this.lock = lock;
    }

    @Override
    public void close() {
      lock.close();
      open.closed(this);
    }
  }
}

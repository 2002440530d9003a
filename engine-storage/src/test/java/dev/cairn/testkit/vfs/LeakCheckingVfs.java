package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import dev.cairn.internal.vfs.VfsWindow;

/** A directory that knows which files, windows and locks are open, and where they were opened. */
public final class LeakCheckingVfs extends ForwardingVfs {
  private final OpenResources open = new OpenResources();

  /**
   * Wraps a directory.
   *
   * @param inner the directory
   */
  public LeakCheckingVfs(Vfs inner) {
    super(inner);
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
    CheckedFile file = new CheckedFile(super.open(name, mode));
    open.opened(file, "file " + name);
    return file;
  }

  @Override
  public VfsLock lock(String name) {
    CheckedLock lock = new CheckedLock(super.lock(name));
    open.opened(lock, "lock " + name);
    return lock;
  }

  /** A file that says when it is closed. */
  private final class CheckedFile extends ForwardingFile {
    CheckedFile(VfsFile file) {
      super(file);
    }

    @Override
    public VfsWindow map(long bytes) {
      CheckedWindow window = new CheckedWindow(super.map(bytes));
      open.opened(window, "window of " + name());
      return window;
    }

    @Override
    public void close() {
      super.close();
      open.closed(this);
    }
  }

  /** A window that says when it is closed. */
  private final class CheckedWindow extends ForwardingWindow {
    CheckedWindow(VfsWindow window) {
      super(window);
    }

    @Override
    public void close() {
      super.close();
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

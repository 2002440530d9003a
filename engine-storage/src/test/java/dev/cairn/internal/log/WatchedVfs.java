package dev.cairn.internal.log;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory that counts the syncs of files, and can be made to wait in them. */
final class WatchedVfs implements Vfs {
  private final Vfs inner;
  private final AtomicInteger syncCount = new AtomicInteger();
  private volatile Runnable inSync = () -> {};

  WatchedVfs(Vfs inner) {
    this.inner = inner;
  }

  int syncCount() {
    return syncCount.get();
  }

  /** Has something done in every sync from now on, before the bytes are on the device. */
  void inEverySync(Runnable action) {
    inSync = action;
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    return new WatchedFile(inner.open(name, mode));
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
    return inner.lock(name);
  }

  @Override
  public String describe(String name) {
    return inner.describe(name);
  }

  @Override
  public void close() {
    inner.close();
  }

  /** A file whose syncs are counted. */
  private final class WatchedFile implements VfsFile {
    private final VfsFile file;

    WatchedFile(VfsFile file) {
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
      syncCount.incrementAndGet();
      inSync.run();
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
      return file.map(bytes);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}

package dev.cairn.internal.log;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.ForwardingWindow;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A directory that counts the syncs of files and the copies into their windows, and can be made to
 * wait in the syncs, and in that of itself.
 */
final class WatchedVfs extends ForwardingVfs {
  private final AtomicInteger syncCount = new AtomicInteger();
  private final AtomicInteger copyCount = new AtomicInteger();
  private volatile Runnable inSync = () -> {};
  private volatile Runnable afterSync = () -> {};
  private volatile Runnable inDirectorySync = () -> {};

  WatchedVfs(Vfs inner) {
    super(inner);
  }

  int syncCount() {
    return syncCount.get();
  }

  int copyCount() {
    return copyCount.get();
  }

  /** Has something done in every sync from now on, before the bytes are on the device. */
  void inEverySync(Runnable action) {
    inSync = action;
  }

  /** The same when the bytes are on the device. */
  void afterEverySync(Runnable action) {
    afterSync = action;
  }

  /** The same in every sync of the directory, before the names are on the device. */
  void inEveryDirectorySync(Runnable action) {
    inDirectorySync = action;
  }

  @Override
  public void syncDirectory() {
    inDirectorySync.run();
    super.syncDirectory();
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    return new WatchedFile(super.open(name, mode));
  }

  /** A file whose syncs and copies are counted. */
  private final class WatchedFile extends ForwardingFile {
    WatchedFile(VfsFile file) {
      super(file);
    }

    @Override
    public void sync() {
      syncCount.incrementAndGet();
      inSync.run();
      super.sync();
      afterSync.run();
    }

    @Override
    public VfsWindow map(long bytes) {
      return new ForwardingWindow(super.map(bytes)) {
        @Override
        public void copyIn(long position, MemorySegment source, long offset, long length) {
          copyCount.incrementAndGet();
          super.copyIn(position, source, offset, length);
        }
      };
    }
  }
}

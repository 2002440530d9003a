package dev.cairn.testkit.vfs;

import dev.cairn.OutOfSpaceException;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory on a disk of a limited size, on which no file can grow if there is no room left. */
public final class LimitedVfs extends ForwardingVfs {
  private final Map<String, Long> sizes = new HashMap<>();
  private long usedBytes;
  private long limitBytes = Long.MAX_VALUE;

  /**
   * Wraps a directory, without a limit so far.
   *
   * @param inner the directory, which is empty
   */
  public LimitedVfs(Vfs inner) {
    super(inner);
  }

  /**
   * Sets the disk's size.
   *
   * @param bytes what all files together may have; if they have more, none can grow
   */
  public synchronized void limit(long bytes) {
    limitBytes = bytes;
  }

  /**
   * How full the disk is.
   *
   * @return bytes of all files
   */
  public synchronized long usedBytes() {
    return usedBytes;
  }

  private synchronized void grow(String name, long end) {
    long growth = end - sizes.getOrDefault(name, 0L);
    if (growth > 0) {
      if (growth > limitBytes - usedBytes) {
        throw new OutOfSpaceException(name + ": no room for " + growth + " bytes more");
      }
      setSize(name, end);
    }
  }

  private synchronized void setSize(String name, @Nullable Long bytes) {
    Long before = bytes == null ? sizes.remove(name) : sizes.put(name, bytes);
    usedBytes += (bytes == null ? 0 : bytes) - (before == null ? 0 : before);
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    return new LimitedFile(super.open(name, mode));
  }

  @Override
  public synchronized void rename(String from, String to) {
    super.rename(from, to);
    Long size = sizes.get(from);
    setSize(from, null);
    setSize(to, size);
  }

  @Override
  public synchronized void delete(String name) {
    super.delete(name);
    setSize(name, null);
  }

  private final class LimitedFile extends ForwardingFile {
    LimitedFile(VfsFile inner) {
      super(inner);
    }

    @Override
    public void write(long position, MemorySegment source, long offset, long bytes) {
      grow(name(), position + bytes);
      super.write(position, source, offset, bytes);
    }

    @Override
    public void allocate(long bytes) {
      grow(name(), bytes);
      super.allocate(bytes);
    }

    @Override
    public void truncate(long bytes) {
      super.truncate(bytes);
      setSize(name(), size());
    }
  }
}

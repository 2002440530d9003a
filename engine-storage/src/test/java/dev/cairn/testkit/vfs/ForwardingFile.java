package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;

/** A file that leaves everything to another: a subclass says what it does otherwise. */
public class ForwardingFile implements VfsFile {
  private final VfsFile inner;

  /**
   * Wraps a file.
   *
   * @param inner the file
   */
  public ForwardingFile(VfsFile inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public long size() {
    return inner.size();
  }

  @Override
  public int read(long position, MemorySegment target, long offset, int bytes) {
    return inner.read(position, target, offset, bytes);
  }

  @Override
  public void write(long position, MemorySegment source, long offset, long bytes) {
    inner.write(position, source, offset, bytes);
  }

  @Override
  public void sync() {
    inner.sync();
  }

  @Override
  public void truncate(long bytes) {
    inner.truncate(bytes);
  }

  @Override
  public void allocate(long bytes) {
    inner.allocate(bytes);
  }

  @Override
  public VfsWindow map(long bytes) {
    return inner.map(bytes);
  }

  @Override
  public void close() {
    inner.close();
  }
}

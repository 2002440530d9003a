package dev.cairn.internal.vfs;

import java.lang.foreign.MemorySegment;

/** One opening of a file of a {@link MemoryVfs}. */
final class MemoryFile implements VfsFile {
  private final String name;
  private final OpenMode mode;
  private final SparseBytes content;
  private volatile boolean closed;

  MemoryFile(String name, OpenMode mode, SparseBytes content) {
    this.name = name;
    this.mode = mode;
    this.content = content;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    requireOpen();
    return content.size();
  }

  @Override
  public int read(long position, MemorySegment target, long offset, int bytes) {
    Arguments.requireTransfer(position, target, offset, bytes);
    requireOpen();
    return content.read(position, target, offset, bytes);
  }

  @Override
  public void write(long position, MemorySegment source, long offset, long bytes) {
    Arguments.requireTransfer(position, source, offset, bytes);
    requireWritable();
    content.write(position, source, offset, bytes);
  }

  @Override
  public void sync() {
    requireWritable();
  }

  @Override
  public void truncate(long bytes) {
    Arguments.requireNotNegative("bytes", bytes);
    requireWritable();
    content.truncate(bytes);
  }

  @Override
  public void allocate(long bytes) {
    Arguments.requireNotNegative("bytes", bytes);
    requireWritable();
    content.growTo(bytes);
  }

  @Override
  public VfsWindow map(long bytes) {
    requireWritable();
    Arguments.requireWindow("memory:" + name, bytes, content.size());
    return new MemoryWindow(content, bytes);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireWritable() {
    requireOpen();
    Arguments.requireWritable("memory:" + name, mode);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }
}

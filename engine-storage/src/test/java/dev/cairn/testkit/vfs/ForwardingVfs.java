package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import java.util.List;

/** A directory that leaves everything to another: a subclass says what it does otherwise. */
public class ForwardingVfs implements Vfs {
  private final Vfs inner;

  /**
   * Wraps a directory.
   *
   * @param inner the directory
   */
  public ForwardingVfs(Vfs inner) {
    this.inner = inner;
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    return inner.open(name, mode);
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
  public long size(String name) {
    return inner.size(name);
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
}

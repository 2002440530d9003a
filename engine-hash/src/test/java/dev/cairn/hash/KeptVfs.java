package dev.cairn.hash;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import java.util.List;

/** A directory whose files outlive its closing, so that a store in memory can be opened again. */
record KeptVfs(Vfs inner) implements Vfs {
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
  public void close() {}
}

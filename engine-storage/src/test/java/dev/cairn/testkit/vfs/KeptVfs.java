package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.Vfs;

/** A directory whose files outlive its closing, so that a store in memory can be opened again. */
public final class KeptVfs extends ForwardingVfs {
  /**
   * Wraps a directory.
   *
   * @param inner the directory
   */
  public KeptVfs(Vfs inner) {
    super(inner);
  }

  @Override
  public void close() {}
}

package dev.cairn.lsm;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory that runs something whenever a table is begun, before there is anything of it. */
final class TableHookVfs extends ForwardingVfs {
  private final AtomicInteger tables = new AtomicInteger();
  private volatile Runnable hook = () -> {};

  TableHookVfs(Vfs inner) {
    super(inner);
  }

  void setHook(Runnable newHook) {
    hook = newHook;
  }

  /** How many tables were begun. */
  int tableCount() {
    return tables.get();
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    if (mode == OpenMode.CREATE && TableFormat.isTableName(name)) {
      tables.incrementAndGet();
      hook.run();
    }
    return super.open(name, mode);
  }
}

package dev.cairn.testkit.vfs;

import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory whose files can be read, while nothing in it can be changed. Its lock can be taken:
 * who may not write to a directory may still write to the lock that is there.
 */
public final class ReadOnlyVfs extends ForwardingVfs {
  private final List<String> refused = new ArrayList<>();

  /**
   * Wraps a directory.
   *
   * @param inner the directory
   */
  public ReadOnlyVfs(Vfs inner) {
    super(inner);
  }

  /**
   * The files whose change was refused, as {@link #describe} has them.
   *
   * @return their names, in the order of the refusals
   */
  public synchronized List<String> refused() {
    return List.copyOf(refused);
  }

  private synchronized StoreIOException refusal(String name, String operation) {
    refused.add(describe(name));
    return new StoreIOException(
        describe(name) + ": " + operation + " failed: Read-only file system");
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    if (mode != OpenMode.READ) {
      throw refusal(name, mode == OpenMode.CREATE ? "create" : "open");
    }
    return super.open(name, mode);
  }

  @Override
  public void rename(String from, String to) {
    throw refusal(from, "rename to " + to);
  }

  @Override
  public void delete(String name) {
    throw refusal(name, "delete");
  }
}

package dev.cairn.internal.vfs;

import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory in memory, on the heap. Nothing in it is durable, and syncs do nothing.
 *
 * <p>A name leads to the bytes of a file, and an open file holds on to its bytes whatever happens
 * to the name, as on POSIX systems.
 */
public final class MemoryVfs implements Vfs {
  // All three under the monitor.
  private final TreeMap<String, SparseBytes> files = new TreeMap<>();
  private final Set<String> locked = new HashSet<>();
  private boolean closed;

  /** Makes an empty directory. */
  public MemoryVfs() {}

  @Override
  public synchronized VfsFile open(String name, OpenMode mode) {
    FileNames.requireValid(name);
    requireOpen();
    if (locked.contains(name)) {
      throw new StoreLockedException(describe(name) + ": open failed: it is a lock that is held");
    }
    SparseBytes bytes = files.get(name);
    if (mode == OpenMode.CREATE) {
      if (bytes != null) {
        throw new StoreIOException(describe(name) + ": create failed: the file exists already");
      }
      bytes = new SparseBytes();
      files.put(name, bytes);
    } else if (bytes == null) {
      throw absent(name, "open");
    }
    return new MemoryFile(name, mode, bytes);
  }

  @Override
  public synchronized boolean exists(String name) {
    FileNames.requireValid(name);
    requireOpen();
    return files.containsKey(name);
  }

  @Override
  public synchronized List<String> list() {
    requireOpen();
    return List.copyOf(files.keySet());
  }

  @Override
  public synchronized void rename(String from, String to) {
    FileNames.requireValid(from);
    FileNames.requireValid(to);
    requireOpen();
    SparseBytes bytes = files.remove(from);
    if (bytes == null) {
      throw absent(from, "rename to " + to);
    }
    files.put(to, bytes);
  }

  @Override
  public synchronized void delete(String name) {
    FileNames.requireValid(name);
    requireOpen();
    if (files.remove(name) == null) {
      throw absent(name, "delete");
    }
  }

  @Override
  public synchronized void syncDirectory() {
    requireOpen();
  }

  @Override
  public synchronized VfsLock lock(String name) {
    FileNames.requireValid(name);
    requireOpen();
    if (!locked.add(name)) {
      throw new StoreLockedException(describe(name) + ": held by this process");
    }
    files.computeIfAbsent(name, _ -> new SparseBytes());
    return new MemoryLock(() -> unlock(name));
  }

  private synchronized void unlock(String name) {
    locked.remove(name);
  }

  @Override
  public String describe(String name) {
    return "memory:" + name;
  }

  @Override
  public synchronized void close() {
    closed = true;
    files.clear();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }

  private StoreIOException absent(String name, String operation) {
    return new StoreIOException(describe(name) + ": " + operation + " failed: no such file");
  }
}

package dev.cairn.internal.vfs;

/** A lock that this process holds until it closes it, or dies. */
public interface VfsLock extends AutoCloseable {
  /** Gives the lock up; its file stays. Closing again does nothing. */
  @Override
  void close();
}

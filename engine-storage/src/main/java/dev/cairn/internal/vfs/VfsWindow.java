package dev.cairn.internal.vfs;

import java.lang.foreign.MemorySegment;

/**
 * The first bytes of a file, for plain copies without a system call.
 *
 * <p>Many threads may copy at once. Whoever closes the window makes sure that no copy is in
 * progress.
 */
public interface VfsWindow extends AutoCloseable {
  /**
   * Copies bytes into the file. They are visible to reads of the file and to other processes at
   * once, and survive this process; they are durable after {@link VfsFile#sync}.
   *
   * @param position where in the file to begin
   * @param source where the bytes are
   * @param offset where in {@code source} they begin
   * @param bytes how many; all inside the window
   */
  void copyIn(long position, MemorySegment source, long offset, long bytes);

  /**
   * Makes every page behind a position present and writable now, so that no copy has to wait for
   * it. It must not race with a copy.
   *
   * @param from from here on the file holds zeros, and keeps them
   */
  void touch(long from);

  /** Ends the window; what was copied stays copied. Closing again does nothing. */
  @Override
  void close();
}

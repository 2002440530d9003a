package dev.cairn.internal.vfs;

import java.lang.foreign.MemorySegment;

/**
 * An open file. All reads and writes are positional, so there is no cursor to share; many threads
 * may use one file. Two writes to the same bytes at once leave some mixture of both.
 *
 * <p>Segments are native, or backed by a {@code byte[]}. Failures are those of {@link Vfs}; a write
 * to a file opened by {@link OpenMode#READ} and any use after {@link #close} is an {@link
 * IllegalStateException}.
 */
public interface VfsFile extends AutoCloseable {
  /**
   * The file's name.
   *
   * @return the name by which it was opened
   */
  String name();

  /**
   * The file's size.
   *
   * @return the size in bytes
   */
  long size();

  /**
   * Reads up to {@code bytes} bytes, and fewer only where the file ends.
   *
   * @param position where in the file to begin; at or past the end, nothing is read
   * @param target where the bytes go
   * @param offset where in {@code target} they begin
   * @param bytes how many are wanted
   * @return how many were read, 0 to {@code bytes}
   */
  int read(long position, MemorySegment target, long offset, int bytes);

  /**
   * Writes all the bytes, and lets the file grow as needed. If it throws, any part of the bytes may
   * have been written.
   *
   * @param position where in the file to begin; a gap past the end becomes zeros
   * @param source where the bytes are
   * @param offset where in {@code source} they begin
   * @param bytes how many
   */
  void write(long position, MemorySegment source, long offset, long bytes);

  /**
   * Brings all that was written before, also through windows, and the size to the device. Not the
   * name: that is {@link Vfs#syncDirectory}. If it throws, what was not yet on the device may never
   * get there, even if a later sync succeeds: whoever calls must not try again and believe it.
   */
  void sync();

  /**
   * Cuts the file to its first bytes. A file that is not longer stays as it is.
   *
   * @param bytes the size wanted
   */
  void truncate(long bytes);

  /**
   * Grows the file by written zeros, so that afterwards no store into it meets a full disk (on file
   * systems that write in place). A file that is as long stays as it is. If it throws, the size is
   * what it was before.
   *
   * @param bytes the size wanted
   */
  void allocate(long bytes);

  /**
   * Maps the first bytes of the file, opened for writing, for plain copies.
   *
   * @param bytes how many, at least 1; the file must be at least that long, and stay so while the
   *     window is open
   * @return the window, which the caller closes; it may outlive this open file, but is made durable
   *     only by {@link #sync}
   */
  VfsWindow map(long bytes);

  /** Closes the file; what was written stays written. Closing again does nothing. */
  @Override
  void close();
}

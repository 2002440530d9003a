package dev.cairn.testkit.vfs;

import dev.cairn.StoreLockedException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;

/**
 * Changes bytes behind a store's back, and copies directories so that each damage has one of its
 * own.
 */
public final class Damage {
  private static final int BLOCK_BYTES = 16 << 10;
  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[BLOCK_BYTES]);

  private Damage() {}

  /**
   * Flips one bit of a file.
   *
   * @param vfs the directory
   * @param name the file's name
   * @param position the byte's position
   * @param bit the bit, 0 to 7
   */
  public static void flipBit(Vfs vfs, String name, long position, int bit) {
    byte[] one = new byte[1];
    try (VfsFile file = vfs.open(name, OpenMode.WRITE)) {
      if (file.read(position, MemorySegment.ofArray(one), 0, 1) != 1) {
        throw new IllegalArgumentException(name + " has no byte at position " + position);
      }
      one[0] ^= (byte) (1 << bit);
      file.write(position, MemorySegment.ofArray(one), 0, 1);
    }
  }

  /**
   * Cuts a file.
   *
   * @param vfs the directory
   * @param name the file's name
   * @param bytes how many bytes stay
   */
  public static void truncate(Vfs vfs, String name, long bytes) {
    try (VfsFile file = vfs.open(name, OpenMode.WRITE)) {
      file.truncate(bytes);
    }
  }

  /**
   * Writes bytes of one place to another, in the same file or in another.
   *
   * @param vfs the directory
   * @param source the file that has them
   * @param from where they begin there
   * @param name the file that gets them
   * @param at where they go
   * @param bytes how many
   */
  public static void copyBytes(Vfs vfs, String source, long from, String name, long at, int bytes) {
    byte[] moved;
    try (VfsFile file = vfs.open(source, OpenMode.READ)) {
      moved = FileBytes.read(file, from, bytes);
    }
    try (VfsFile file = vfs.open(name, OpenMode.WRITE)) {
      FileBytes.write(file, at, moved);
    }
  }

  /**
   * Copies a directory into memory.
   *
   * @param from the directory
   * @return a new directory with the same files
   */
  public static MemoryVfs copyOf(Vfs from) {
    var copy = new MemoryVfs();
    copy(from, copy);
    return copy;
  }

  /**
   * Copies all files but held locks, which must not be opened.
   *
   * @param from the directory
   * @param to where to; must have none of these files
   */
  public static void copy(Vfs from, Vfs to) {
    for (String name : from.list()) {
      try (VfsFile source = from.open(name, OpenMode.READ);
          VfsFile target = to.open(name, OpenMode.CREATE)) {
        copy(source, target);
      } catch (StoreLockedException e) {
        // The lock of the store that is being copied: the copy gets its own when it is opened.
      }
    }
  }

  private static void copy(VfsFile source, VfsFile target) {
    byte[] bytes = new byte[BLOCK_BYTES];
    MemorySegment block = MemorySegment.ofArray(bytes);
    long size = source.size();
    for (long at = 0; at < size; at += BLOCK_BYTES) {
      int read = source.read(at, block, 0, BLOCK_BYTES);
      // Preallocated files are mostly zeros, and cost nothing if they stay unwritten.
      boolean blank = MemorySegment.mismatch(block, 0, read, ZEROS, 0, read) < 0;
      if (!blank) {
        target.write(at, block, 0, read);
      }
    }
    target.allocate(size);
  }
}

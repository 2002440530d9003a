package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Files as byte arrays, for tests in which native memory is beside the point. */
public final class FileBytes {
  private FileBytes() {}

  /**
   * Creates a file of these bytes.
   *
   * @param vfs the directory
   * @param name the file's name
   * @param bytes its content
   */
  public static void create(Vfs vfs, String name, byte[] bytes) {
    try (VfsFile file = vfs.open(name, OpenMode.CREATE)) {
      write(file, 0, bytes);
    }
  }

  /**
   * Reads a whole file.
   *
   * @param vfs the directory
   * @param name the file's name
   * @return its content
   */
  public static byte[] of(Vfs vfs, String name) {
    try (VfsFile file = vfs.open(name, OpenMode.READ)) {
      return read(file, 0, Math.toIntExact(file.size()));
    }
  }

  /**
   * Writes bytes.
   *
   * @param file the file
   * @param position where to begin
   * @param bytes the bytes
   */
  public static void write(VfsFile file, long position, byte[] bytes) {
    file.write(position, MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  /**
   * Reads bytes.
   *
   * @param file the file
   * @param position where to begin
   * @param bytes how many
   * @return the bytes; fewer only where the file ends
   */
  public static byte[] read(VfsFile file, long position, int bytes) {
    byte[] found = new byte[bytes];
    int count = file.read(position, MemorySegment.ofArray(found), 0, bytes);
    return Arrays.copyOf(found, count);
  }
}

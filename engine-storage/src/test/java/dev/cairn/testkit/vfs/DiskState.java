package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a directory at one instant. Two that are equal hold the same bytes; two of the
 * same bytes need not be equal.
 *
 * @param files the files by name
 */
public record DiskState(Map<String, FileImage> files) {
  static final DiskState EMPTY = new DiskState(Map.of());

  /**
   * Finds what a directory holds, to make many copies of it.
   *
   * @param vfs the directory
   * @return its content, which later changes of it do not reach
   */
  public static DiskState of(Vfs vfs) {
    Map<String, FileImage> files = new TreeMap<>();
    for (String name : vfs.list()) {
      files.put(name, FileImage.of(FileBytes.of(vfs, name)));
    }
    return new DiskState(files);
  }

  /**
   * Makes a directory of it.
   *
   * @return a new directory
   */
  public MemoryVfs toMemory() {
    var memory = new MemoryVfs();
    files.forEach((name, image) -> image.writeTo(memory, name));
    return memory;
  }
}

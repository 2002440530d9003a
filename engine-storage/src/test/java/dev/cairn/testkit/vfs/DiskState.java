package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.MemoryVfs;
import java.util.Map;

/**
 * The content of a directory at one instant. Two that are equal hold the same bytes; two of the
 * same bytes need not be equal.
 *
 * @param files the files by name
 */
public record DiskState(Map<String, FileImage> files) {
  static final DiskState EMPTY = new DiskState(Map.of());

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

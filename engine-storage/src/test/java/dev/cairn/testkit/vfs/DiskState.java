package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.MemoryVfs;
import java.util.Map;

/**
 * The content of a directory at one instant.
 *
 * @param files the files by name
 */
record DiskState(Map<String, FileImage> files) {
  static final DiskState EMPTY = new DiskState(Map.of());

  MemoryVfs toMemory() {
    var memory = new MemoryVfs();
    files.forEach((name, image) -> image.writeTo(memory, name));
    return memory;
  }
}

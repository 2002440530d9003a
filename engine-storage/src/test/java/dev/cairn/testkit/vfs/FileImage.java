package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a file at one instant.
 *
 * @param sectors the sectors; missing ones are all zeros, and bytes past the size do not count
 * @param size the size in bytes
 */
record FileImage(List<Sector> sectors, long size) {
  static final FileImage EMPTY = new FileImage(List.of(), 0);

  /** The sectors without what lies past the size: a file that grows again has zeros there. */
  List<Sector> visibleSectors() {
    List<Sector> visible = new ArrayList<>();
    for (int i = 0; i < sectors.size() && (long) i * Sector.BYTES < size; i++) {
      long length = Math.min(Sector.BYTES, size - (long) i * Sector.BYTES);
      Sector sector = sectors.get(i);
      visible.add(length < Sector.BYTES && !sector.isBlank() ? sector.cutAt((int) length) : sector);
    }
    return visible;
  }

  void writeTo(Vfs vfs, String name) {
    try (VfsFile file = vfs.open(name, OpenMode.CREATE)) {
      long position = 0;
      for (Sector sector : sectors) {
        if (!sector.isBlank() && position < size) {
          file.write(position, sector.segment(), 0, Math.min(Sector.BYTES, size - position));
        }
        position += Sector.BYTES;
      }
      file.allocate(size);
    }
  }
}

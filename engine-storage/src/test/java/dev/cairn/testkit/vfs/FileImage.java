package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
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

  static FileImage of(byte[] bytes) {
    List<Sector> sectors = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += Sector.BYTES) {
      sectors.add(Sector.of(bytes, at, Math.min(Sector.BYTES, bytes.length - at)));
    }
    return new FileImage(sectors, bytes.length);
  }

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
      int end = (int) Math.min(sectors.size(), Math.ceilDiv(size, Sector.BYTES));
      for (int from = 0; from < end; ) {
        int to = from;
        while (to < end && !sectors.get(to).isBlank()) {
          to++;
        }
        if (to > from) {
          writeRun(file, from, to);
        }
        from = to + 1;
      }
      file.allocate(size);
    }
  }

  /** Many sectors at once: a write costs more than the copying. */
  private void writeRun(VfsFile file, int from, int to) {
    byte[] run = new byte[(to - from) * Sector.BYTES];
    for (int i = from; i < to; i++) {
      sectors.get(i).copyTo(run, (i - from) * Sector.BYTES);
    }
    long position = (long) from * Sector.BYTES;
    file.write(position, MemorySegment.ofArray(run), 0, Math.min(run.length, size - position));
  }
}

package dev.cairn.lsm;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Copies a store while it is written to: the log up to where it has been forced, and the tables by
 * second names for their files where the file system can, for they never change.
 */
final class LsmCheckpoint {
  private static final int COPY_BYTES = 1 << 20;

  private final LsmParts parts;

  LsmCheckpoint(LsmParts parts) {
    this.parts = parts;
  }

  void write(Vfs target) {
    try {
      parts.versions().withTablesFixed(manifest -> write(manifest, target));
    } catch (RuntimeException | Error failure) {
      deleteAfter(failure, target);
      throw failure;
    }
  }

  private void write(Manifest manifest, Vfs target) {
    long position = parts.log().sync();
    for (List<TableEntry> level : manifest.levels()) {
      for (TableEntry table : level) {
        String name = TableFormat.fileName(table.id());
        if (!parts.files().tryLink(name, target)) {
          copy(name, target);
        }
      }
    }
    parts.log().copyTo(target, position);
    target.syncDirectory();
    new Manifest(
            manifest.flushedPosition(),
            position,
            parts.log().nextSegmentId(),
            manifest.nextTableId(),
            manifest.levels())
        .write(target, parts.store().seed());
    parts.store().write(target);
  }

  private void copy(String name, Vfs target) {
    try (VfsFile source = parts.files().open(name, OpenMode.READ);
        VfsFile copy = target.open(name, OpenMode.CREATE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(COPY_BYTES);
      long position = 0;
      for (int read; (read = source.read(position, buffer, 0, COPY_BYTES)) > 0; ) {
        copy.write(position, buffer, 0, read);
        position += read;
      }
      copy.sync();
    }
  }

  /** Half a copy is of no use, and would keep a second attempt out of the directory. */
  private static void deleteAfter(Throwable failure, Vfs target) {
    try {
      target.list().forEach(target::delete);
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }
}

package dev.cairn.lsm;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.progress.Headway;
import dev.cairn.internal.store.EmptyDirectory;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a store while it is written to: the log up to where it has been forced, and the tables by
 * second names for their files where the file system can, for they never change.
 *
 * <p>No flush or compaction takes effect while the log is copied, which is no longer than two
 * memtables; all go on while tables are, which may take hours: their version is held.
 */
final class LsmCheckpoint {
  private static final int COPY_BYTES = 1 << 20;

  private final LsmParts parts;

  LsmCheckpoint(LsmParts parts) {
    this.parts = parts;
  }

  void write(Vfs target) {
    List<HeldVersion> held = new ArrayList<>();
    try {
      Manifest[] copied = new Manifest[1];
      // Outside of the lock: to find memory may be to flush.
      parts
          .writer()
          .memory()
          .run(() ->
              parts
                  .versions()
                  .withTablesFixed(manifest -> {
                    copied[0] = copyLog(manifest, target);
                    held.add(HeldVersion.present(parts.epochs(), parts.views()));
                  }));
      copyTables(copied[0], target);
      target.syncDirectory();
      copied[0].write(target, parts.store().seed());
      parts.store().write(target);
    } finally {
      held.forEach(HeldVersion::close);
    }
  }

  /** Copies the log, and returns the manifest that the copy will have. */
  private Manifest copyLog(Manifest manifest, Vfs target) {
    long position = parts.log().sync();
    try {
      parts.log().copyTo(target, position);
    } catch (MemoryBudgetException full) {
      EmptyDirectory.clear(full, target); // By the next attempt some segments may be gone.
      throw full;
    }
    return new Manifest(
        manifest.flushedPosition(),
        position,
        parts.log().nextSegmentId(),
        manifest.nextTableId(),
        manifest.levels());
  }

  private void copyTables(Manifest manifest, Vfs target) {
    for (List<TableEntry> level : manifest.levels()) {
      for (TableEntry table : level) {
        String name = TableFormat.fileName(table.id());
        if (!parts.files().tryLink(name, target)) {
          copy(name, target);
        }
        Headway.made(table.fileBytes());
      }
    }
  }

  private void copy(String name, Vfs target) {
    try (VfsFile source = parts.files().open(name, OpenMode.READ);
        VfsFile copy = target.open(name, OpenMode.CREATE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(COPY_BYTES);
      long position = 0;
      for (int read; (read = source.read(position, buffer, 0, COPY_BYTES)) > 0; ) {
        parts.maintenance().requireNotEnded();
        copy.write(position, buffer, 0, read);
        position += read;
      }
      copy.sync();
    }
  }
}

package dev.cairn.bptree;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * The file of pages as it is found.
 *
 * @param file the open file
 * @param shape its sizes
 * @param meta the newest meta
 */
record PageFileOpening(PageFile file, PageShape shape, Meta meta) {

  /**
   * Opens the file and reads its meta pages.
   *
   * @param opened told how to close what was opened
   */
  static PageFileOpening open(
      Vfs disk, long storeSeed, int maxChildren, Consumer<Runnable> opened) {
    VfsFile file = disk.open(PageFormat.FILE_NAME, OpenMode.WRITE);
    opened.accept(file::close);
    Meta meta = Meta.read(file, storeSeed).newest();
    PageShape shape = PageShape.of(meta, maxChildren);
    return new PageFileOpening(new PageFile(file, shape, storeSeed), shape, meta);
  }

  /**
   * Brings both copies of the meta page to the device, before anything that only the checkpoint
   * before or behind it leads to is used again or deleted. One may be damaged, or say something
   * else, because a checkpoint was cut short between the two. Also if both say the same: after a
   * force that failed, or was never made because the process was killed, the system shows bytes
   * that the disk does not have.
   */
  void repair(MemorySegment staging) {
    meta.set(staging, 0);
    for (int copy = 0; copy < PageFormat.META_PAGES; copy++) {
      file.write(copy, staging, 0, 1);
      file.sync();
    }
  }
}

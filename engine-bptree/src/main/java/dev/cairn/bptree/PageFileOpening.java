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
 * @param areCopiesEqual whether both copies say so
 */
record PageFileOpening(PageFile file, PageShape shape, Meta meta, boolean areCopiesEqual) {

  /**
   * Opens the file and reads its meta pages.
   *
   * @param opened told how to close what was opened
   */
  static PageFileOpening open(
      Vfs disk, long storeSeed, int maxChildren, Consumer<Runnable> opened) {
    VfsFile file = disk.open(PageFormat.FILE_NAME, OpenMode.WRITE);
    opened.accept(file::close);
    Meta.Copies copies = Meta.read(file, storeSeed);
    Meta meta = copies.newest();
    PageShape shape = PageShape.of(meta, maxChildren);
    return new PageFileOpening(
        new PageFile(file, shape, storeSeed), shape, meta, copies.areEqual());
  }

  /**
   * Makes the copies of the meta page equal again. A checkpoint was cut short between the two, or
   * one is damaged. If a force failed, the system may show bytes that the disk does not have: so
   * both are written once more, before anything that only the older one leads to is used again or
   * deleted.
   */
  void repair(MemorySegment staging) {
    if (!areCopiesEqual) {
      meta.set(staging, 0);
      for (int copy = 0; copy < PageFormat.META_PAGES; copy++) {
        file.write(copy, staging, 0, 1);
        file.sync();
      }
    }
  }
}

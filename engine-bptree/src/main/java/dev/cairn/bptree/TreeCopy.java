package dev.cairn.bptree;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;

/** Writes the file of pages of a new store: of an empty one, or of one with the pairs of a view. */
final class TreeCopy {
  /** The epoch of a file that was written at once. */
  private static final long FIRST_EPOCH = 1;

  private TreeCopy() {}

  static void write(
      Tree tree,
      TreeReader reader,
      View view,
      VfsFile file,
      long storeSeed,
      MemorySegment staging) {
    FileSink sink = sink(tree.shape(), file, storeSeed, staging);
    BulkBuilder builder = new BulkBuilder(tree.shape(), sink);
    try (Cursor cursor = new TreeCursor(tree, reader, view, KeyRange.all(), () -> true, () -> {})) {
      while (cursor.next()) {
        builder.add(cursor.key(), cursor.value());
      }
    }
    sink.finish(storeSeed, builder.finish(), builder.count(), 0);
  }

  static void writeEmpty(PageShape shape, VfsFile file, long storeSeed, MemorySegment staging) {
    FileSink sink = sink(shape, file, storeSeed, staging);
    sink.finish(storeSeed, new BulkBuilder(shape, sink).finish(), 0, 0);
  }

  private static FileSink sink(
      PageShape shape, VfsFile file, long storeSeed, MemorySegment staging) {
    return new FileSink(shape, new PageFile(file, shape, storeSeed), FIRST_EPOCH, staging);
  }
}

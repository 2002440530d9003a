package dev.cairn.bptree;

import dev.cairn.internal.progress.Headway;
import java.lang.foreign.MemorySegment;

/** Writes pages to a new file, one behind the other. */
final class FileSink implements PageSink {
  private final PageShape shape;
  private final PageFile file;
  private final PageEdit edit;
  private final long birth;
  private final MemorySegment staging;
  private final int stagingPages;
  private int firstId = PageFormat.META_PAGES;
  private int staged;

  FileSink(PageShape shape, PageFile file, long birth, MemorySegment staging) {
    this.shape = shape;
    this.file = file;
    this.edit = new PageEdit(shape, staging);
    this.birth = birth;
    this.staging = staging;
    this.stagingPages = (int) (staging.byteSize() / shape.pageBytes());
  }

  @Override
  public int add(byte kind, int level, Filler filler) {
    if (staged == stagingPages) {
      flush();
    }
    long at = (long) staged * shape.pageBytes();
    int id = firstId + staged;
    staging.asSlice(at, shape.pageBytes()).fill((byte) 0);
    edit.clear(staging, at, kind, level, id, birth);
    filler.fill(staging, at);
    file.seal(staging, at);
    staged++;
    return id;
  }

  private void flush() {
    if (staged > 0) {
      file.write(firstId, staging, 0, staged);
      Headway.made((long) staged * shape.pageBytes());
      firstId += staged;
      staged = 0;
    }
  }

  /**
   * Ends the file: behind the pages the map, then both copies of the meta page.
   *
   * @param root the root that the pages lead to
   */
  void finish(long storeSeed, long root, long count, long replayPosition) {
    flush();
    int mapPages = PageMap.pages(firstId, shape);
    long[] map = PageMap.with(new long[0], 0, firstId + mapPages);
    PageMap.write(map, firstId, mapPages, birth, shape, file, staging);
    Meta meta =
        new Meta(
            shape.pageBytes(),
            storeSeed,
            birth,
            root,
            count,
            firstId,
            mapPages,
            replayPosition,
            replayPosition,
            1);
    meta.set(staging, 0);
    for (int copy = 0; copy < PageFormat.META_PAGES; copy++) {
      file.write(copy, staging, 0, 1);
    }
    file.sync();
  }
}

package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The file of pages. Checks every page that it reads, and seals every page that it writes. */
final class PageFile implements AutoCloseable {
  private final VfsFile file;
  private final PageShape shape;
  private final int mask;
  private final AtomicInteger endId = new AtomicInteger();

  private final LongAdder writtenBytes = new LongAdder();
  private final LongAdder readPages = new LongAdder();

  PageFile(VfsFile file, PageShape shape, long storeSeed) {
    this.file = file;
    this.shape = shape;
    this.mask = mask(storeSeed);
    endId.set(pages());
  }

  /**
   * What a store's checksums are masked with, so that no store takes another's page for its own.
   */
  static int mask(long storeSeed) {
    return Long.hashCode(storeSeed * 0x9E3779B97F4A7C15L);
  }

  /** Where in the file a page is. */
  long position(int id) {
    return (long) id * shape.pageBytes();
  }

  /** Reads both copies of the meta page. */
  Meta.Copies readMeta(long storeSeed) {
    return Meta.read(file, storeSeed);
  }

  /** Refuses an id that no page of the file has: a forged page may lead anywhere. */
  void requireInside(int id) {
    int end = endId.get();
    if (id < PageFormat.META_PAGES || id >= end) {
      throw new CorruptionException(
          file.name(),
          position(id),
          "page",
          "an id of " + PageFormat.META_PAGES + " to " + (end - 1),
          Integer.toString(id));
    }
  }

  /** Reads a page and checks that it is the one that was written there. */
  void read(int id, MemorySegment m, long at) {
    long position = position(id);
    int wanted = shape.pageBytes() - PageFormat.FRAME_BYTES;
    int read = file.read(position + PageFormat.FRAME_BYTES, m, at + PageFormat.FRAME_BYTES, wanted);
    readPages.increment();
    if (read != wanted) {
      throw new CorruptionException(
          file.name(),
          position,
          "page " + id,
          wanted + " bytes behind the first " + PageFormat.FRAME_BYTES,
          read + " before the file's end");
    }
    int expected = m.get(PageFormat.INT, at + PageFormat.CHECKSUM_OFFSET);
    int found = checksum(m, at);
    if (expected != found || Page.id(m, at) != id) {
      throw new CorruptionException(
          file.name(),
          position,
          "page " + id,
          "checksum 0x" + Integer.toHexString(expected),
          "0x" + Integer.toHexString(found) + " of page " + Page.id(m, at));
    }
    PageCheck.requireSound(file.name(), position, shape, m, at);
  }

  private int checksum(MemorySegment m, long at) {
    return mask
        ^ Crc32c.of(
            m,
            at + PageFormat.PAGE_ID_OFFSET,
            (long) shape.pageBytes() - PageFormat.PAGE_ID_OFFSET);
  }

  /** Sets the checksum of a page that will not change before it is written. */
  void seal(MemorySegment m, long at) {
    m.set(PageFormat.INT, at + PageFormat.CHECKSUM_OFFSET, checksum(m, at));
  }

  /** Writes sealed pages that follow each other in memory, in no frames, and in the file. */
  void write(int firstId, MemorySegment m, long at, int pages) {
    long bytes = (long) pages * shape.pageBytes();
    file.write(position(firstId), m, at, bytes);
    extendTo(firstId + pages);
    writtenBytes.add(bytes);
  }

  /** Writes the sealed page of a frame. The frame's words stay where they are. */
  void writeFrame(int id, MemorySegment m, long at) {
    long bytes = (long) shape.pageBytes() - PageFormat.FRAME_BYTES;
    file.write(position(id) + PageFormat.FRAME_BYTES, m, at + PageFormat.FRAME_BYTES, bytes);
    extendTo(id + 1);
    writtenBytes.add(bytes);
  }

  /** No page that was ever written has this id or a greater one. */
  int endId() {
    return endId.get();
  }

  private void extendTo(int id) {
    if (id > endId.get()) {
      endId.accumulateAndGet(id, Math::max);
    }
  }

  /** How many pages the file has room for. */
  int pages() {
    return (int) Math.min(file.size() / shape.pageBytes(), Integer.MAX_VALUE);
  }

  void sync() {
    file.sync();
  }

  void truncate(int pages) {
    file.truncate(position(pages));
  }

  String name() {
    return file.name();
  }

  long writtenBytes() {
    return writtenBytes.sum();
  }

  long readPages() {
    return readPages.sum();
  }

  @Override
  public void close() {
    file.close();
  }
}

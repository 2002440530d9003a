package dev.cairn.bptree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Makes chains and gives them up; for the writer alone. */
final class ChainWriter {
  private final Tree tree;
  private final PageShape shape;
  private final FramePool pool;
  private final Frames frames;
  private final PageSpace space;
  private final Views views;
  private final PageEdit edit;
  private final long[] birth = new long[1];

  ChainWriter(Tree tree, PageSpace space, Views views, PageEdit edit) {
    this.tree = tree;
    this.shape = tree.shape();
    this.pool = tree.pool();
    this.frames = tree.frames();
    this.space = space;
    this.views = views;
    this.edit = edit;
  }

  /**
   * Writes a chain of the rest of a key, which may be empty, and a value.
   *
   * @return its first page
   */
  int write(byte[] key, int keyFrom, int keyBytes, byte[] value, int valueFrom, int valueBytes) {
    long bytes = (long) keyBytes + valueBytes;
    int first = space.allocate();
    int id = first;
    long done = 0;
    do {
      int contentBytes = (int) Math.min(shape.contentBytes(), bytes - done);
      int next = done + contentBytes < bytes ? space.allocate() : 0;
      int frame = pool.create(id);
      MemorySegment m = frames.memory(frame);
      long at = frames.base(frame);
      edit.clear(m, at, PageFormat.CHAIN, 0, id, views.epoch());
      PageEdit.setLink(m, at, next);
      m.set(PageFormat.INT, at + PageFormat.CONTENT_BYTES_OFFSET, contentBytes);
      long target = at + PageFormat.HEADER_BYTES;
      int ofKey = (int) Math.clamp(keyBytes - done, 0, (long) contentBytes);
      MemorySegment.copy(
          key, keyFrom + (int) Math.min(done, keyBytes), m, ValueLayout.JAVA_BYTE, target, ofKey);
      int ofValue = contentBytes - ofKey;
      int valueDone = (int) Math.max(0, done - keyBytes);
      MemorySegment.copy(
          value, valueFrom + valueDone, m, ValueLayout.JAVA_BYTE, target + ofKey, ofValue);
      // What a former page left behind it stays out of the file.
      m.asSlice(target + contentBytes, shape.contentBytes() - contentBytes).fill((byte) 0);
      frames.unlock(frame);
      frames.unpin(frame);
      done += contentBytes;
      id = next;
    } while (done < bytes);
    return first;
  }

  /** Whether a chain has a page whose id is a limit or greater. */
  boolean reaches(int firstPage, int limit) {
    int id = firstPage;
    for (long pages = 0; id != 0 && pages < pool.mostPages(); pages++) {
      if (id >= limit) {
        return true;
      }
      id = tree.chains().next(id, birth);
    }
    return false; // One that goes round is none to move.
  }

  /** Gives up a chain; 0 is none. */
  void free(int firstPage) {
    int id = firstPage;
    while (id != 0) {
      int next = tree.chains().next(id, birth);
      if (birth[0] > views.newestEpoch()) {
        pool.drop(id);
        space.free(id);
      } else {
        space.retire(id, birth[0], views.epoch());
      }
      id = next;
    }
  }
}

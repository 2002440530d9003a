package dev.cairn.bptree;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Takes pages into the pool of an open store, where nothing leads to them yet. */
final class PoolSink implements PageSink {
  private final PageShape shape;
  private final FramePool pool;
  private final PageSpace space;
  private final Views views;
  private final PageEdit edit;
  private int[] ids = new int[64];
  private int count;

  PoolSink(Tree tree, PageSpace space, Views views, PageEdit edit) {
    this.shape = tree.shape();
    this.pool = tree.pool();
    this.space = space;
    this.views = views;
    this.edit = edit;
  }

  @Override
  public int add(byte kind, int level, Filler filler) {
    int id = space.allocate();
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
    }
    ids[count++] = id;
    Frames frames = pool.frames();
    int frame = pool.create(id);
    try {
      MemorySegment m = frames.memory(frame);
      long at = frames.base(frame);
      m.asSlice(at + PageFormat.FRAME_BYTES, (long) shape.pageBytes() - PageFormat.FRAME_BYTES)
          .fill((byte) 0);
      edit.clear(m, at, kind, level, id, views.epoch());
      filler.fill(m, at);
    } finally {
      frames.unlock(frame);
      frames.unpin(frame);
    }
    return id;
  }

  /** Gives all pages up again. */
  void abandon() {
    for (int i = 0; i < count; i++) {
      pool.drop(ids[i]);
      space.free(ids[i]);
    }
  }
}

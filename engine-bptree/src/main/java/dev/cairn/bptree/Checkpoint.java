package dev.cairn.bptree;

import dev.cairn.OutOfSpaceException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tree to the device as it is at one moment, while writes go on, and drops the log
 * behind that moment.
 *
 * <p>The order: hold a view, so that no page of it changes; write the pages that are not in the
 * file yet, and the map; force the log's segment that will be read from its middle on, and the
 * file; write and force one copy of the meta page, then the other. Until the second copy is there,
 * nothing that the old meta leads to is used again: its view is held too. So whatever a crash
 * leaves, one copy leads to a whole tree, and the log behind it is there.
 */
final class Checkpoint {
  static final int EARLY_DIVISOR = 4;

  private final Tree tree;
  private final PageShape shape;
  private final FramePool pool;
  private final Frames frames;
  private final PageFile file;
  private final PageSpace space;
  private final Views views;
  private final RedoLog log;
  private final StoreWriter writer;
  private final long storeSeed;
  private final MemorySegment staging;
  private final int stagingPages;

  // The last checkpoint.
  private Meta meta;
  private View view;
  private int allocatedBefore;
  private int copiedBefore;

  // The run of pages that is being written.
  private int firstId;
  private int staged;

  Checkpoint(
      Tree tree,
      PageFile file,
      PageSpace space,
      Views views,
      RedoLog log,
      StoreWriter writer,
      MemorySegment staging,
      Meta meta,
      View view) {
    this.tree = tree;
    this.shape = tree.shape();
    this.pool = tree.pool();
    this.frames = tree.frames();
    this.file = file;
    this.space = space;
    this.views = views;
    this.log = log;
    this.writer = writer;
    this.storeSeed = meta.storeSeed();
    this.staging = staging;
    this.stagingPages = (int) (staging.byteSize() / shape.pageBytes());
    this.meta = meta;
    this.view = view;
  }

  /** What the last checkpoint left on the device. */
  Meta meta() {
    return meta;
  }

  /** The tree of the last checkpoint. */
  View view() {
    return view;
  }

  /**
   * Whether it is time for the next: so much was logged, or a part of it while pages were filled
   * and few were changed, as when pairs come in order. Then a checkpoint writes little more than
   * the log did, and nothing that will change again soon; and the log's files are soon used again.
   *
   * @param mostBytes how much log there should be at most
   */
  boolean isDue(long mostBytes) {
    long loggedBytes = log.endPosition() - meta.replayPosition();
    // A page that changes after a checkpoint gets a new id.
    long newBytes = (long) (space.allocatedCount() - allocatedBefore) * shape.pageBytes();
    long changedBytes = (long) (space.copiedCount() - copiedBefore) * shape.pageBytes();
    return loggedBytes >= mostBytes
        || (loggedBytes >= mostBytes / EARLY_DIVISOR
            && newBytes <= loggedBytes + loggedBytes / 4
            && changedBytes <= loggedBytes / 4);
  }

  /** What is decided between two writes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Start(View view, Meta meta, long[] map, int allocatedCount, int copiedCount) {}

  /** Makes a checkpoint, unless nothing was written since the last. */
  void run() {
    @Nullable Start[] holder = {null};
    writer.runBetween(() -> holder[0] = begin());
    Start start = holder[0];
    if (start == null) {
      return;
    }
    try {
      writePages(start);
      writeMap(start);
      // What is before will not be needed, but recovery goes on in the middle of a segment.
      log.syncBetween(start.meta.chainPosition(), start.meta.replayPosition());
    } catch (OutOfSpaceException full) {
      abandon(start);
      log.giveSpaceBack(); // For the next attempt.
      throw full;
    } catch (RuntimeException failure) {
      throw log.fail(failure);
    } catch (Error failure) {
      abandon(start);
      throw failure;
    }
    try {
      file.sync();
      writeMeta(start.meta);
    } catch (RuntimeException failure) {
      // What the device has is not known now, and nothing may be used again that it may lead to.
      throw log.fail(failure);
    } catch (Error failure) {
      var _ = log.fail(new IllegalStateException("a checkpoint ended in its middle", failure));
      throw failure;
    }
    succeed(start);
  }

  private @Nullable Start begin() {
    log.requireWritable();
    long position = log.endPosition();
    if (position == meta.replayPosition() && tree.root() == view.root()) {
      return null;
    }
    View now = views.open();
    long[] map = space.map();
    clear(map, meta.mapPage(), meta.mapPages());
    int mapPages = PageMap.pages(space.end(), shape);
    int mapPage = space.allocateRun(mapPages);
    Meta next =
        new Meta(
            shape.pageBytes(),
            storeSeed,
            now.epoch(),
            now.root(),
            now.count(),
            mapPage,
            mapPages,
            position,
            log.tailPosition(),
            log.nextSegmentId());
    return new Start(
        now,
        next,
        PageMap.with(map, mapPage, mapPages),
        space.allocatedCount(),
        space.copiedCount());
  }

  private static void clear(long[] map, int first, int count) {
    for (int id = first; id < first + count; id++) {
      map[id / Long.SIZE] &= ~(1L << id);
    }
  }

  private void freeRun(int first, int count) {
    for (int id = first; id < first + count; id++) {
      space.free(id);
    }
  }

  private void writePages(Start start) {
    for (int id : pool.dirtyPages()) {
      // A page that only older views have may go at any time, and its id mean another page.
      if (!PageMap.has(start.map, id)) {
        continue;
      }
      int frame = pool.pinIfResident(id);
      if (frame < 0) {
        continue; // It left memory, and was written then.
      }
      try {
        MemorySegment m = frames.memory(frame);
        long at = frames.base(frame);
        // A page that was born since may be changing; the next checkpoint writes it.
        if (Page.birth(m, at) <= start.view.epoch() && frames.page(frame) == id) {
          stage(id, m, at);
        }
      } finally {
        frames.unpin(frame);
      }
    }
    flush();
  }

  private void stage(int id, MemorySegment m, long at) {
    if (staged == stagingPages || (staged > 0 && id != firstId + staged)) {
      flush();
    }
    if (staged == 0) {
      firstId = id;
    }
    long target = (long) staged * shape.pageBytes();
    staging.asSlice(target, PageFormat.FRAME_BYTES).fill((byte) 0);
    Page.copy(m, at, staging, target, shape);
    file.seal(staging, target);
    staged++;
  }

  private void flush() {
    int pages = staged;
    staged = 0;
    if (pages > 0) {
      file.write(firstId, staging, 0, pages);
      for (int id = firstId; id < firstId + pages; id++) {
        pool.setWritten(id);
      }
    }
  }

  private void writeMap(Start start) {
    PageMap.write(
        start.map,
        start.meta.mapPage(),
        start.meta.mapPages(),
        start.view.epoch(),
        shape,
        file,
        staging);
  }

  /** Both copies of the meta page, one after the other is on the device. */
  private void writeMeta(Meta next) {
    next.set(staging, 0);
    for (int copy = 0; copy < PageFormat.META_PAGES; copy++) {
      file.write(copy, staging, 0, 1);
      file.sync();
    }
  }

  private void abandon(Start start) {
    staged = 0;
    writer.runBetween(() -> freeRun(start.meta.mapPage(), start.meta.mapPages()));
    views.end(start.view);
  }

  private void succeed(Start start) {
    Meta oldMeta = meta;
    View oldView = view;
    meta = start.meta;
    view = start.view;
    allocatedBefore = start.allocatedCount;
    copiedBefore = start.copiedCount;
    writer.runBetween(() -> freeRun(oldMeta.mapPage(), oldMeta.mapPages()));
    views.end(oldView);
    log.removeBefore(start.meta.chainPosition());
  }
}

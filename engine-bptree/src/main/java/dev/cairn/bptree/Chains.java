package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.internal.simd.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads what does not fit in a cell: a chain of pages that hold the rest of a key, if there is one,
 * and a value. A chain is never changed; a new value gets a new one.
 *
 * <p>A caller without a lock may follow a chain that was given up meanwhile. What it gets then is
 * anything, {@link Restart}, or a {@link CorruptionException}; it must look at the page that led it
 * here again.
 */
final class Chains {
  private static final int MOST_TRIES = 1_000;

  private final FramePool pool;
  private final Frames frames;

  Chains(FramePool pool) {
    this.pool = pool;
    this.frames = pool.frames();
  }

  /** Sees the content of one page of a chain; may be called again for the same page. */
  @FunctionalInterface
  private interface PageUse {
    void use(MemorySegment m, long content, int bytes);
  }

  /** Shows a page to its user until it was not changed meanwhile, and returns the next one's id. */
  private int visit(int id, PageUse user) {
    for (int tries = 0; ; tries++) {
      int frame = frames.find(id);
      if (frame < 0) {
        pool.load(id);
        continue;
      }
      long version = frames.version(frame);
      if (!Frames.isChanging(version) && frames.page(frame) == id) {
        frames.touch(frame);
        MemorySegment m = frames.memory(frame);
        long at = frames.base(frame);
        int bytes = Page.contentBytes(m, at);
        int next = Page.link(m, at);
        boolean isChain = Page.kind(m, at) == PageFormat.CHAIN;
        if (frames.isUnchanged(frame, version)) {
          if (!isChain) {
            throw endOf(id);
          }
          user.use(m, at + PageFormat.HEADER_BYTES, bytes);
          if (frames.isUnchanged(frame, version)) {
            return next;
          }
        }
      }
      // A page of a chain that lives does not change. It moves, and for as long as the disk takes
      // to read or write it, its frame is locked.
      if (tries >= MOST_TRIES && (!Frames.isChanging(version) || isOther(id, frame))) {
        throw Restart.INSTANCE;
      }
      Frames.await(tries);
    }
  }

  /** Whether a frame has a page that is no chain's: only who locked it would end waiting for it. */
  private boolean isOther(int id, int frame) {
    MemorySegment m = frames.memory(frame);
    long at = frames.base(frame);
    return Page.id(m, at) == id && Page.kind(m, at) != PageFormat.CHAIN;
  }

  /**
   * What is thrown where a chain should go on and does not: its page was given up, or was damaged
   * with a checksum that is right.
   */
  private RuntimeException endOf(int id) {
    return pool.hasFile()
        ? new CorruptionException(
            PageFormat.FILE_NAME, pool.position(id), "page " + id, "a chain that goes on", "none")
        : Restart.INSTANCE;
  }

  /**
   * Makes room for what is in a chain, unless there are not as many pages: then the number is none
   * that was written.
   */
  byte[] newArray(int firstPage, int bytes) {
    if (bytes > pool.mostPages() * frames.pageBytes()) {
      throw endOf(firstPage);
    }
    return new byte[bytes];
  }

  /** Copies bytes of a chain from an offset on. */
  void read(int firstPage, int skipBytes, byte[] target, int from, int bytes) {
    int id = firstPage;
    int[] state = {skipBytes, from};
    int end = from + bytes;
    while (state[1] < end) {
      if (id == 0) {
        throw endOf(firstPage);
      }
      int skip = state[0];
      int done = state[1];
      id =
          visit(
              id,
              (m, content, contentBytes) -> {
                int skipped = Math.min(skip, contentBytes);
                int copied = Math.min(contentBytes - skipped, end - done);
                MemorySegment.copy(
                    m, ValueLayout.JAVA_BYTE, content + skipped, target, done, copied);
                state[0] = skip - skipped;
                state[1] = done + copied;
              });
    }
  }

  /**
   * Compares the rest of a key with the beginning of a chain.
   *
   * @return less than, equal to or greater than zero as the key is before, at or after the one of
   *     the chain
   */
  int compare(int firstPage, int chainKeyBytes, byte[] key, int from, int bytes) {
    int id = firstPage;
    int common = Math.min(chainKeyBytes, bytes);
    int[] state = {0, 0};
    while (state[0] < common && state[1] == 0) {
      if (id == 0) {
        throw endOf(firstPage);
      }
      int done = state[0];
      id =
          visit(
              id,
              (m, content, contentBytes) -> {
                int length = Math.min(contentBytes, common - done);
                state[1] = -Bytes.compare(m, content, length, key, from + done, length);
                state[0] = done + length;
              });
    }
    return state[1] != 0 ? state[1] : Integer.compare(bytes, chainKeyBytes);
  }

  /** The page that follows one of a chain, and the epoch in which this one was born. */
  int next(int id, long[] birth) {
    int frame = pool.pin(id);
    try {
      MemorySegment m = frames.memory(frame);
      long at = frames.base(frame);
      birth[0] = Page.birth(m, at);
      return Page.link(m, at);
    } finally {
      frames.unpin(frame);
    }
  }
}

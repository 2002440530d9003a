package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.StoreException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads single keys without a lock: optimistic lock coupling, after Leis, Haubenschild and Neumann,
 * "Optimistic Lock Coupling", 2019. The version of a child is read before the version of its parent
 * is read again; so the child was the parent's when its version was read. A writer makes the
 * versions of all pages that it changes odd before it changes the first, and even after the last.
 *
 * <p>A reader that was disturbed begins anew. One that is disturbed again and again pins the leaf,
 * and then the writer makes a copy of it instead of changing it.
 */
final class TreeReader {
  private static final byte[] RETRY = {};
  private static final byte[] PRESENT = {};
  private static final int MOST_TRIES = 64;
  private static final int FEW_TRIES = 4;
  static final int NONE = -1;

  private enum Want {
    VALUE,
    PRESENCE
  }

  private final Tree tree;
  private final PageShape shape;
  private final FramePool pool;
  private final Frames frames;
  private final PageSearch search;

  TreeReader(Tree tree) {
    this.tree = tree;
    this.shape = tree.shape();
    this.pool = tree.pool();
    this.frames = tree.frames();
    this.search = tree.search();
  }

  /** A copy of the value of a key, or null; of a view, or of the tree as it is if that is null. */
  byte @Nullable [] get(byte[] key, @Nullable View view) {
    return find(key, view, Want.VALUE);
  }

  boolean contains(byte[] key, @Nullable View view) {
    return find(key, view, Want.PRESENCE) != null;
  }

  private byte @Nullable [] find(byte[] key, @Nullable View view, Want want) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        byte[] value = tryFind(key, view, want);
        if (!isRetry(value)) {
          return value;
        }
      } catch (Restart | IndexOutOfBoundsException disturbed) {
        // What was read made no sense, because it changed.
      } catch (StoreException failure) {
        break; // Perhaps it led to a page that was given up.
      }
      Frames.await(tries);
    }
    return lend(key, view, value -> value.toArray(ValueLayout.JAVA_BYTE));
  }

  @SuppressWarnings({"ReferenceEquality", "ArrayEquals"}) // One array means it, not its content.
  private static boolean isRetry(byte @Nullable [] value) {
    return value == RETRY;
  }

  private byte @Nullable [] tryFind(byte[] key, @Nullable View view, Want want) {
    long[] version = new long[1];
    int frame = tryLeaf(key, view, version);
    return frame == NONE ? RETRY : valueIn(frame, version[0], key, want);
  }

  /**
   * The values of many keys. All leaves are found and touched before the first is searched, so that
   * their cache misses overlap.
   */
  void getAll(List<byte[]> keys, @Nullable View view, List<byte @Nullable []> values) {
    LeavesAhead leaves = new LeavesAhead(this, tree);
    for (int from = 0; from < keys.size(); from += LeavesAhead.KEYS) {
      List<byte[]> group = keys.subList(from, Math.min(from + LeavesAhead.KEYS, keys.size()));
      leaves.find(group, view);
      for (int i = 0; i < group.size(); i++) {
        byte[] key = group.get(i);
        int leaf = leaves.frame(i);
        byte[] value = leaf == NONE ? RETRY : tryValueIn(leaf, leaves.version(i), key);
        values.add(isRetry(value) ? get(key, view) : value);
      }
    }
  }

  private byte @Nullable [] tryValueIn(int frame, long version, byte[] key) {
    try {
      return valueIn(frame, version, key, Want.VALUE);
    } catch (Restart | IndexOutOfBoundsException | StoreException disturbed) {
      return RETRY;
    }
  }

  /** The leaf that has a key if any has, and its version; or {@link #NONE} if one was disturbed. */
  private int tryLeaf(byte[] key, @Nullable View view, long[] version) {
    long root = view == null ? tree.root() : view.root();
    int frame = tryRoot(root, view, version);
    long step = Step.toRoot(Tree.rootId(root));
    for (int level = Tree.rootLevel(root); level > 0 && frame != NONE; level--) {
      step = search(frame, key, 0, key.length, step);
      touchPage(Step.child(step), level - 1);
      frame = enter(frame, version[0], step, level - 1, version, 0);
    }
    return frame;
  }

  /** The frame of a root, and its version; or {@link #NONE} if it was disturbed. */
  int tryRoot(long root, @Nullable View view, long[] version) {
    int id = Tree.rootId(root);
    int frame = frames.find(id);
    if (frame < 0) {
      pool.load(id);
      return NONE;
    }
    return isEntered(frame, id, Tree.rootLevel(root), version, 0)
            && (view != null || tree.root() == root)
        ? frame
        : NONE;
  }

  /** Where a way goes on from an inner page, if nothing disturbs it. */
  long search(int frame, byte[] key, int from, int bytes, long step) {
    return search.findChild(
        frames.memory(frame), frames.base(frame), key, from, bytes, Step.share(step));
  }

  /**
   * The frame of the child that a search of its parent found, and its version; or {@link #NONE} if
   * one of the two was disturbed.
   */
  int enter(int parent, long version, long step, int level, long[] versions, int index) {
    int child = Step.child(step);
    int frame = frames.find(child);
    if (frame < 0) {
      if (frames.isUnchanged(parent, version)) {
        pool.load(child);
      }
      return NONE;
    }
    return isEntered(frame, child, level, versions, index) && frames.isUnchanged(parent, version)
        ? frame
        : NONE;
  }

  private boolean isEntered(int frame, int id, int level, long[] versions, int index) {
    long version = frames.version(frame);
    versions[index] = version;
    frames.touch(frame); // If it is another page's, that stays in memory a little longer.
    return !Frames.isChanging(version)
        && frames.page(frame) == id
        && Page.isAtLevel(frames.memory(frame), frames.base(frame), level);
  }

  /** Brings what a search of an inner page probably needs into the caches. */
  void touchExpected(int frame, long step) {
    search.touchExpected(frames.memory(frame), frames.base(frame), Step.share(step));
  }

  /**
   * Brings what the first look at a page needs into the caches, if the page is in memory. Before a
   * page is pinned, too: a pin is a barrier, and the misses of the page's lines would wait for its
   * own.
   */
  void touchPage(int id, int level) {
    int frame = frames.find(id);
    if (frame >= 0) {
      if (level == 0) {
        Page.touch(frames.memory(frame), frames.base(frame), shape);
      } else {
        Page.touchHeader(frames.memory(frame), frames.base(frame), shape);
      }
    }
  }

  /** The same for where a leaf's next cell comes. */
  void touchRoom(int id) {
    int frame = frames.find(id);
    if (frame >= 0) {
      Page.touchRoom(frames.memory(frame), frames.base(frame), shape);
    }
  }

  /**
   * One step on the way to a key: from an inner page of some level to its child. The page does not
   * change meanwhile, because a view of it is held or the caller is the writer; but it may leave
   * memory.
   */
  long stepDown(long way, int level, byte[] key, int from, int bytes) {
    int id = Step.child(way);
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
        try {
          if (!Page.isAtLevel(m, at, level)) {
            throw pool.wrongLevel(id, level, m, at);
          }
          long step = search(frame, key, from, bytes, way);
          if (frames.isUnchanged(frame, version)) {
            return step;
          }
        } catch (Restart | IndexOutOfBoundsException | StoreException unsound) {
          if (frames.isUnchanged(frame, version)) {
            throw damaged(id, unsound);
          }
        }
      }
      Frames.await(tries);
    }
  }

  /** The child of an inner page, which does not change meanwhile either. */
  int child(int id, int index) {
    for (int tries = 0; ; tries++) {
      int frame = frames.find(id);
      if (frame < 0) {
        pool.load(id);
        continue;
      }
      long version = frames.version(frame);
      if (!Frames.isChanging(version) && frames.page(frame) == id) {
        int child = Page.child(shape, frames.memory(frame), frames.base(frame), index);
        if (frames.isUnchanged(frame, version)) {
          return child;
        }
      }
      Frames.await(tries);
    }
  }

  /** What is thrown for a page that makes no sense, although it did not change. */
  private RuntimeException damaged(int id, RuntimeException failure) {
    if (failure instanceof StoreException || !pool.hasFile()) {
      return failure;
    }
    return new CorruptionException(
        PageFormat.FILE_NAME,
        pool.position(id),
        "page " + id,
        "one that leads to what is there",
        String.valueOf(failure.getMessage()));
  }

  private byte @Nullable [] valueIn(int frame, long version, byte[] key, Want want) {
    MemorySegment m = frames.memory(frame);
    long at = frames.base(frame);
    int index = search.find(m, at, key, 0, key.length);
    if (index < 0) {
      return frames.isUnchanged(frame, version) ? null : RETRY;
    }
    if (want == Want.PRESENCE) {
      return frames.isUnchanged(frame, version) ? PRESENT : RETRY;
    }
    long cell = Page.cell(m, at, Page.count(m, at), index);
    int word = Page.payloadWord(m, cell);
    long payload = Page.payload(shape, m, cell, Page.prefixBytes(m, at));
    if (Page.hasChain(word)) {
      return chainedValue(frame, version, m, cell, word, payload);
    }
    byte[] value = new byte[word];
    MemorySegment.copy(m, ValueLayout.JAVA_BYTE, payload, value, 0, word);
    return frames.isUnchanged(frame, version) ? value : RETRY;
  }

  private byte[] chainedValue(
      int frame, long version, MemorySegment m, long cell, int word, long payload) {
    int skipBytes =
        word == PageFormat.CHAINED_KEY ? Page.keyBytes(m, cell) - shape.maxInlineKeyBytes() : 0;
    int valueBytes = m.get(PageFormat.INT, payload);
    int chain = Page.chain(m, payload);
    if (!frames.isUnchanged(frame, version)) {
      return RETRY; // Nor is there such a number of bytes.
    }
    byte[] value = tree.chains().newArray(chain, valueBytes);
    tree.chains().read(chain, skipBytes, value, 0, valueBytes);
    return frames.isUnchanged(frame, version) ? value : RETRY;
  }

  /**
   * Shows the value of a key, which does not change meanwhile, and returns null if there is none.
   */
  <R extends @Nullable Object> @Nullable R lend(
      byte[] key, @Nullable View view, Function<MemorySegment, R> borrower) {
    long[] version = new long[1];
    for (int tries = 0; ; tries++) {
      Frames.await(tries);
      int frame = tries < FEW_TRIES ? tryPinLeaf(key, view, version) : pinLeaf(key, view, version);
      if (frame == NONE) {
        continue;
      }
      try {
        MemorySegment value = null;
        RuntimeException failure = null;
        try {
          value = pinnedValue(frame, key);
        } catch (Restart | IndexOutOfBoundsException | StoreException unsound) {
          failure = unsound;
        }
        // The leaf stays as it is while it is pinned, but if another took its place, its chains may
        // be another's, too.
        if (frames.isUnchangedAndPinned(frame, version[0])) {
          if (failure != null) {
            throw damaged(frames.page(frame), failure);
          }
          return value == null ? null : borrower.apply(value);
        }
      } finally {
        frames.unpin(frame);
      }
    }
  }

  private @Nullable MemorySegment pinnedValue(int frame, byte[] key) {
    MemorySegment m = frames.memory(frame);
    long at = frames.base(frame);
    int index = search.find(m, at, key, 0, key.length);
    return index < 0 ? null : value(frame, index);
  }

  /**
   * The value of a cell of a page that does not change, read-only: in place, or a copy of what is
   * in a chain.
   */
  private MemorySegment value(int frame, int index) {
    MemorySegment m = frames.memory(frame);
    long at = frames.base(frame);
    long cell = Page.cell(m, at, Page.count(m, at), index);
    int word = Page.payloadWord(m, cell);
    long payload = Page.payload(shape, m, cell, Page.prefixBytes(m, at));
    return Page.hasChain(word)
        ? MemorySegment.ofArray(chainedValue(m, cell, word, payload)).asReadOnly()
        : frames.readOnly(frame).asSlice(payload, word);
  }

  byte[] valueCopy(MemorySegment m, long at, int index) {
    long cell = Page.cell(m, at, Page.count(m, at), index);
    int word = Page.payloadWord(m, cell);
    long payload = Page.payload(shape, m, cell, Page.prefixBytes(m, at));
    if (Page.hasChain(word)) {
      return chainedValue(m, cell, word, payload);
    }
    byte[] value = new byte[word];
    MemorySegment.copy(m, ValueLayout.JAVA_BYTE, payload, value, 0, word);
    return value;
  }

  /** A copy of the value of a cell of a page that does not change, if it is in a chain. */
  byte[] chainedValue(MemorySegment m, long cell, int word, long payload) {
    int skipBytes =
        word == PageFormat.CHAINED_KEY ? Page.keyBytes(m, cell) - shape.maxInlineKeyBytes() : 0;
    int chain = Page.chain(m, payload);
    byte[] value = tree.chains().newArray(chain, m.get(PageFormat.INT, payload));
    tree.chains().read(chain, skipBytes, value, 0, value.length);
    return value;
  }

  /** The whole key of a cell of a page that does not change. */
  byte[] keyCopy(MemorySegment m, long at, int index) {
    long cell = Page.cell(m, at, Page.count(m, at), index);
    byte[] key = new byte[Page.keyBytes(m, cell)];
    int inlineBytes = Page.copyInlineKey(shape, m, at, index, key, 0);
    if (inlineBytes < key.length) {
      long payload = Page.payload(shape, m, cell, Page.prefixBytes(m, at));
      tree.chains().read(Page.chain(m, payload), 0, key, inlineBytes, key.length - inlineBytes);
    }
    return key;
  }

  /**
   * The leaf that has a key if any has, found without a lock and then pinned, and its version; or
   * {@link #NONE}. What is read from then on makes sense: the version is looked at again behind the
   * pin.
   */
  private int tryPinLeaf(byte[] key, @Nullable View view, long[] version) {
    int frame;
    try {
      frame = tryLeaf(key, view, version);
    } catch (Restart | IndexOutOfBoundsException | StoreException disturbed) {
      return NONE;
    }
    if (frame == NONE) {
      return NONE;
    }
    frames.pin(frame);
    if (frames.isUnchangedAndPinned(frame, version[0])) {
      return frame;
    }
    frames.unpin(frame);
    return NONE;
  }

  /**
   * The leaf that has a key if any has, pinned, and its version; or {@link #NONE} if the way there
   * changed.
   */
  private int pinLeaf(byte[] key, @Nullable View view, long[] version) {
    int roots = tree.rootCount();
    long root = view == null ? tree.root() : view.root();
    int id = Tree.rootId(root);
    int frame;
    try {
      frame = pool.pin(id, Tree.rootLevel(root));
    } catch (Restart | StoreException unsound) {
      if (view == null && (tree.root() != root || tree.rootCount() != roots)) {
        return NONE;
      }
      throw unsound;
    }
    version[0] = frames.version(frame);
    if (view == null && (tree.root() != root || tree.rootCount() != roots)) {
      frames.unpin(frame); // Its id may have come back meanwhile, for another page.
      return NONE;
    }
    long step = Step.toRoot(id);
    for (int level = Tree.rootLevel(root); level > 0; level--) {
      int child;
      int childFrame = NONE;
      long childVersion = 0;
      RuntimeException failure = null;
      try {
        // While it is pinned the writer does not change this page but a copy of it.
        step = search(frame, key, 0, key.length, step);
        child = Step.child(step);
        childFrame = pool.pin(child, level - 1);
        childVersion = frames.version(childFrame);
      } catch (Restart | IndexOutOfBoundsException | StoreException unsound) {
        child = NONE;
        failure = unsound;
      }
      // If no other page took its place yet, none took its child's, when that was pinned.
      boolean isUnchanged = frames.isUnchanged(frame, version[0]);
      frames.unpin(frame);
      if (!isUnchanged) {
        if (childFrame != NONE) {
          frames.unpin(childFrame);
        }
        return NONE;
      }
      if (failure != null) {
        throw damaged(id, failure);
      }
      frame = childFrame;
      id = child;
      version[0] = childVersion;
    }
    return frame;
  }
}

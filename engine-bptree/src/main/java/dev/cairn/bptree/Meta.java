package dev.cairn.bptree;

import static dev.cairn.bptree.PageFormat.INT;
import static dev.cairn.bptree.PageFormat.LONG;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What leads to everything else: the tree as it was on the device when an epoch ended, and where in
 * the log the writes begin that it lacks.
 *
 * @param pageBytes bytes of a page
 * @param storeSeed the store's seed
 * @param epoch the epoch that ended
 * @param root the root, as {@link Tree#root} has it
 * @param count pairs in the tree
 * @param mapPage the first page of the map of pages
 * @param mapPages how many pages the map has
 * @param replayPosition where in the log the writes begin that the tree lacks
 * @param chainPosition where the segment of that position begins
 * @param nextSegmentId greater than the id of any log segment that was removed
 */
record Meta(
    int pageBytes,
    long storeSeed,
    long epoch,
    long root,
    long count,
    int mapPage,
    int mapPages,
    long replayPosition,
    long chainPosition,
    long nextSegmentId) {

  /**
   * What the two copies say.
   *
   * @param newest the sound one with the greater epoch
   * @param areEqual whether both are sound and say the same
   * @param unreadable why something that may be a copy could not be read, or null
   */
  record Copies(Meta newest, boolean areEqual, @Nullable StoreIOException unreadable) {}

  /** Fills a page with the meta. */
  void set(MemorySegment m, long at) {
    m.asSlice(at, pageBytes).fill((byte) 0);
    m.set(LONG, at + MetaFormat.MAGIC_OFFSET, MetaFormat.MAGIC);
    m.set(INT, at + MetaFormat.VERSION_OFFSET, MetaFormat.VERSION);
    m.set(INT, at + MetaFormat.PAGE_BYTES_OFFSET, pageBytes);
    m.set(LONG, at + MetaFormat.STORE_SEED_OFFSET, storeSeed);
    m.set(LONG, at + MetaFormat.EPOCH_OFFSET, epoch);
    m.set(INT, at + MetaFormat.ROOT_ID_OFFSET, Tree.rootId(root));
    m.set(INT, at + MetaFormat.ROOT_LEVEL_OFFSET, Tree.rootLevel(root));
    m.set(LONG, at + MetaFormat.COUNT_OFFSET, count);
    m.set(INT, at + MetaFormat.MAP_PAGE_OFFSET, mapPage);
    m.set(INT, at + MetaFormat.MAP_PAGES_OFFSET, mapPages);
    m.set(LONG, at + MetaFormat.REPLAY_POSITION_OFFSET, replayPosition);
    m.set(LONG, at + MetaFormat.CHAIN_POSITION_OFFSET, chainPosition);
    m.set(LONG, at + MetaFormat.NEXT_SEGMENT_ID_OFFSET, nextSegmentId);
    m.set(INT, at + MetaFormat.CHECKSUM_OFFSET, Crc32c.of(m, at, MetaFormat.CHECKSUM_OFFSET));
  }

  /** The meta that bytes are, or null if their checksum fails. */
  private static @Nullable Meta parse(MemorySegment m, String where) {
    if (m.get(LONG, MetaFormat.MAGIC_OFFSET) != MetaFormat.MAGIC
        || m.get(INT, MetaFormat.CHECKSUM_OFFSET) != Crc32c.of(m, 0, MetaFormat.CHECKSUM_OFFSET)) {
      return null;
    }
    int version = m.get(INT, MetaFormat.VERSION_OFFSET);
    if (version > MetaFormat.VERSION) {
      throw new IncompatibleFormatException(
          where + ": format version " + version + ", expected at most " + MetaFormat.VERSION);
    }
    return new Meta(
        m.get(INT, MetaFormat.PAGE_BYTES_OFFSET),
        m.get(LONG, MetaFormat.STORE_SEED_OFFSET),
        m.get(LONG, MetaFormat.EPOCH_OFFSET),
        Tree.root(m.get(INT, MetaFormat.ROOT_ID_OFFSET), m.get(INT, MetaFormat.ROOT_LEVEL_OFFSET)),
        m.get(LONG, MetaFormat.COUNT_OFFSET),
        m.get(INT, MetaFormat.MAP_PAGE_OFFSET),
        m.get(INT, MetaFormat.MAP_PAGES_OFFSET),
        m.get(LONG, MetaFormat.REPLAY_POSITION_OFFSET),
        m.get(LONG, MetaFormat.CHAIN_POSITION_OFFSET),
        m.get(LONG, MetaFormat.NEXT_SEGMENT_ID_OFFSET));
  }

  /**
   * Reads both copies.
   *
   * @throws CorruptionException if none is sound and of the store
   * @throws StoreIOException if none is sound and one could not be read
   */
  static Copies read(VfsFile file, long storeSeed) {
    Copies copies = readSound(file);
    if (copies == null || copies.newest.storeSeed != storeSeed) {
      throw new CorruptionException(
          file.name(),
          0,
          "meta page",
          "one of two copies to be sound and of this store",
          copies == null ? "none" : "one of a store with seed " + copies.newest.storeSeed);
    }
    copies.newest.requirePossible(file.size());
    return copies;
  }

  /** A checksum does not say that whoever made it meant well. */
  private void requirePossible(long fileBytes) {
    long pages = fileBytes / PageFormat.MIN_PAGE_BYTES;
    int level = Tree.rootLevel(root);
    if (!isPage(Tree.rootId(root), pages)
        || level < 0
        || level > Byte.MAX_VALUE
        || count < 0
        || !isPage(mapPage, pages)
        || mapPages < 1
        || mapPage + (long) mapPages > pages
        || chainPosition < 0
        || replayPosition < chainPosition) {
      throw new CorruptionException(
          PageFormat.FILE_NAME, 0, "meta page", "numbers that can be", toString());
    }
  }

  private static boolean isPage(int id, long pages) {
    return id >= PageFormat.META_PAGES && id < pages;
  }

  /**
   * Reads both copies, of whatever store, and returns null if none is sound. The page size is not
   * known yet, so the second is looked for at each place where it may be.
   *
   * <p>A copy that the disk does not give is as good as one that is damaged: if it was the newer
   * one, the tree and the log that the older one leads to are still whole.
   *
   * @throws StoreIOException if none is sound and one could not be read
   */
  static @Nullable Copies readSound(VfsFile file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(MetaFormat.META_BYTES);
      List<StoreIOException> unreadable = new ArrayList<>();
      Meta first = read(file, 0, bytes, unreadable);
      Meta second = null;
      for (int pageBytes = PageFormat.MIN_PAGE_BYTES;
          second == null && pageBytes <= PageFormat.MAX_PAGE_BYTES;
          pageBytes *= 2) {
        Meta found = read(file, pageBytes, bytes, unreadable);
        if (found != null && found.pageBytes == pageBytes) {
          second = found;
        }
      }
      Meta newest =
          first == null || (second != null && second.epoch > first.epoch) ? second : first;
      StoreIOException failure = unreadable.isEmpty() ? null : unreadable.getFirst();
      if (newest == null && failure != null) {
        throw failure;
      }
      return newest == null
          ? null
          : new Copies(newest, newest.equals(first) && newest.equals(second), failure);
    }
  }

  private static @Nullable Meta read(
      VfsFile file, long position, MemorySegment bytes, List<StoreIOException> unreadable) {
    bytes.fill((byte) 0);
    try {
      file.read(position, bytes, 0, MetaFormat.META_BYTES);
    } catch (StoreIOException failure) {
      unreadable.add(failure);
      return null;
    }
    return parse(bytes, file.name());
  }
}

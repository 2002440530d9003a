package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.StoreIOException;
import dev.cairn.internal.progress.Headway;
import dev.cairn.internal.salvage.SalvageOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a damaged file: first down from the root, as far as pages are sound; then the
 * leaves below lost pages, which the map of pages leads to.
 */
final class PagesSalvage implements AutoCloseable {
  private final PageFile file;
  private final PageShape shape;
  private final int pageCount;
  private final SalvageOutput output;
  private final Arena arena = Arena.ofConfined();
  // One page for each level, so that a page stays while its children are read.
  private final List<MemorySegment> pages = new ArrayList<>();
  private final MemorySegment chainPage;
  private final BitSet reached = new BitSet();
  private final LostKeys lost = new LostKeys();
  private boolean areLeavesHidden;

  PagesSalvage(PageFile file, PageShape shape, int pageCount, SalvageOutput output) {
    this.file = file;
    this.shape = shape;
    this.pageCount = pageCount;
    this.output = output;
    this.chainPage = arena.allocate(shape.pageBytes(), Long.BYTES);
  }

  /** The keys whose pages are lost, as far as the tree was read. */
  LostKeys lost() {
    return lost;
  }

  /** Takes the pairs of all pages that sound pages lead to. */
  void readTree(Meta meta) {
    visit(meta.epoch(), Tree.rootId(meta.root()), Tree.rootLevel(meta.root()), new byte[0], null);
  }

  private void visit(long epoch, int id, int level, byte[] from, byte @Nullable [] to) {
    MemorySegment m = page(level);
    try {
      read(id, m);
      if (Page.level(m, 0) != level || Page.birth(m, 0) > epoch || reached.get(id)) {
        throw new CorruptionException(
            PageFormat.FILE_NAME, position(id), "page", "level " + level, "another page");
      }
    } catch (CorruptionException | StoreIOException damage) {
      KeyRange keys = to == null ? KeyRange.from(from) : KeyRange.of(from, to);
      reportLost(id, level == 0 ? "leaf" : "inner page", keys);
      lost.add(keys);
      areLeavesHidden |= level > 0;
      return;
    }
    reached.set(id);
    if (level == 0) {
      takePairs(m, _ -> true, lost::add);
      return;
    }
    byte[] low = from;
    for (int i = -1; i < Page.count(m, 0); i++) {
      byte @Nullable [] separator = i + 1 < Page.count(m, 0) ? separator(m, i + 1) : null;
      byte @Nullable [] high = separator == null ? to : separator;
      visit(epoch, Page.child(shape, m, 0, i), level - 1, low, high);
      low = separator == null ? low : separator;
    }
  }

  private MemorySegment page(int level) {
    while (pages.size() <= level) {
      pages.add(arena.allocate(shape.pageBytes(), Long.BYTES));
    }
    return pages.get(level);
  }

  private void read(int id, MemorySegment m) {
    if (id < PageFormat.META_PAGES || id >= pageCount) {
      throw new CorruptionException(
          PageFormat.FILE_NAME, position(id), "page " + id, "one inside the file", "none");
    }
    file.read(id, m, 0);
    Headway.made(shape.pageBytes());
  }

  private long position(int id) {
    return (long) id * shape.pageBytes();
  }

  /** A separator, or null if a part of it is lost: then its neighbours are taken for it. */
  private byte @Nullable [] separator(MemorySegment m, int index) {
    try {
      return new Cell(m, index).key();
    } catch (CorruptionException | StoreIOException damage) {
      output.damaged(PageFormat.FILE_NAME, "the chain of a separator", damage, Consequence.NONE);
      return null;
    }
  }

  private void takePairs(MemorySegment m, Predicate<byte[]> isWanted, Consumer<KeyRange> onLost) {
    for (int i = 0; i < Page.count(m, 0); i++) {
      Cell cell = new Cell(m, i);
      try {
        byte[] key = cell.key();
        if (isWanted.test(key)) {
          output.put(key, cell.value());
        }
      } catch (CorruptionException | StoreIOException damage) {
        KeyRange keys = cell.possibleKeys();
        long position = damage instanceof CorruptionException where ? where.position() : 0;
        output.damaged(
            new Damage(
                PageFormat.FILE_NAME,
                position,
                shape.pageBytes(),
                "a page of a value's chain",
                Consequence.PAIRS_MAY_BE_LOST,
                keys));
        onLost.accept(keys);
      }
    }
  }

  /**
   * Takes the pairs of leaves that no sound page leads to, what is younger after what is older.
   * Without the map, leaves that the tree has given up are among them: of keys whose page is not
   * lost they know less than that. Of leaves that were born in one epoch nobody can tell which is
   * the younger.
   *
   * @param meta the meta, or null if that is lost too: then no page says which keys are lost
   */
  void readOrphans(@Nullable Meta meta) {
    if (meta != null && !areLeavesHidden) {
      return;
    }
    LiveLeaves live = LiveLeaves.find(file, shape, pageCount, meta, chainPage, output);
    MemorySegment m = page(0);
    for (int id : live.ids()) {
      if (reached.get(id)) {
        continue;
      }
      try {
        read(id, m);
      } catch (CorruptionException | StoreIOException damage) {
        reportLost(id, "page", null);
        continue;
      }
      if (Page.kind(m, 0) == PageFormat.LEAF) {
        takePairs(m, key -> meta == null || lost.contains(key), _ -> {});
      }
    }
  }

  private void reportLost(int id, String what, @Nullable KeyRange keys) {
    output.damaged(
        new Damage(
            PageFormat.FILE_NAME,
            position(id),
            shape.pageBytes(),
            what + " " + id,
            Consequence.PAIRS_MAY_BE_LOST,
            keys));
  }

  @Override
  public void close() {
    arena.close();
  }

  /** A cell of a sound page, whose chain may be lost. */
  private final class Cell {
    private final byte[] inlineKey;
    private final int keyBytes;
    private final long payload;
    private final int word;
    private final MemorySegment m;
    private byte @Nullable [] chain;

    Cell(MemorySegment m, int index) {
      this.m = m;
      long cell = Page.cell(m, 0, Page.count(m, 0), index);
      this.word = Page.payloadWord(m, cell);
      this.keyBytes = Page.keyBytes(m, cell);
      this.payload = Page.payload(shape, m, cell, Page.prefixBytes(m, 0));
      byte[] room = new byte[shape.maxInlineKeyBytes() + PageFormat.HEAD_BYTES];
      int bytes = Page.copyInlineKey(shape, m, 0, index, room, 0);
      this.inlineKey = Arrays.copyOf(room, bytes);
    }

    /** All keys that it may be, if a part of the key is lost. */
    KeyRange possibleKeys() {
      return word == PageFormat.CHAINED_KEY
          ? KeyRange.prefix(inlineKey)
          : SalvageOutput.only(inlineKey);
    }

    byte[] key() {
      if (word != PageFormat.CHAINED_KEY) {
        return inlineKey;
      }
      byte[] key = Arrays.copyOf(inlineKey, keyBytes);
      byte[] rest = chain();
      System.arraycopy(rest, 0, key, inlineKey.length, keyBytes - inlineKey.length);
      return key;
    }

    byte[] value() {
      if (!Page.hasChain(word)) {
        return m.asSlice(payload, word).toArray(ValueLayout.JAVA_BYTE);
      }
      byte[] all = chain();
      return Arrays.copyOfRange(all, keyBytes - inlineKey.length, all.length);
    }

    /** The rest of the key, if there is one, and the value of a leaf's cell. */
    private byte[] chain() {
      if (chain == null) {
        boolean isLeaf = Page.kind(m, 0) == PageFormat.LEAF;
        long valueBytes = isLeaf ? m.get(PageFormat.INT, payload) : 0;
        chain = readChain(Page.chain(m, payload), keyBytes - inlineKey.length + valueBytes);
      }
      return chain;
    }
  }

  private byte[] readChain(int firstId, long bytes) {
    if (bytes < 0
        || bytes > Limits.MAX_KEY_BYTES + (long) Limits.MAX_VALUE_BYTES
        || bytes > (long) pageCount * shape.contentBytes()) {
      throw new CorruptionException(
          PageFormat.FILE_NAME, position(firstId), "chain", "bytes that fit", bytes + "");
    }
    byte[] content = new byte[(int) bytes];
    int id = firstId;
    for (int done = 0; done < content.length; ) {
      read(id, chainPage);
      int contentBytes = Page.contentBytes(chainPage, 0);
      if (Page.kind(chainPage, 0) != PageFormat.CHAIN
          || contentBytes <= 0
          || contentBytes > content.length - done) {
        throw new CorruptionException(
            PageFormat.FILE_NAME, position(id), "page " + id, "the chain's next", "another page");
      }
      reached.set(id);
      MemorySegment.copy(
          chainPage, ValueLayout.JAVA_BYTE, PageFormat.HEADER_BYTES, content, done, contentBytes);
      done += contentBytes;
      id = Page.link(chainPage, 0);
    }
    return content;
  }
}

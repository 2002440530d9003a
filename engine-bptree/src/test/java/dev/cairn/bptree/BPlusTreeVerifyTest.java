package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code verify} finds what is wrong with a tree whose pages are sound, each taken by itself. */
class BPlusTreeVerifyTest {
  private static final long STORE_SEED = 1;
  private static final PageShape SHAPE = new PageShape(4 << 10, 4);

  private final BPlusTreeFixture engine = new BPlusTreeFixture();
  private final MemoryVfs files = new MemoryVfs();
  private MemorySegment content;
  private Meta meta;

  /** Three levels or more, pages that are free, and four values in chains of two pages each. */
  @BeforeEach
  void fill() {
    engine.create(files, STORE_SEED);
    try (BPlusTreeStore store = engine.open(files, Durability.PROCESS)) {
      for (int i = 0; i < 400; i++) {
        store.put(key(i), new byte[i % 100 == 50 ? 5_000 : 100]);
      }
      store.verify();
    }
    byte[] bytes = FileBytes.of(files, PageFormat.FILE_NAME);
    content = MemorySegment.ofArray(bytes);
    try (VfsFile file = files.open(PageFormat.FILE_NAME, OpenMode.READ)) {
      meta = Meta.read(file, STORE_SEED).newest();
    }
  }

  /** Ten keys each have their first 11 bytes in common: more than the heads of a page show. */
  private static byte[] key(int number) {
    return Bytes.of("%02d of tens, %d".formatted(number / 10, number % 10)).toArray();
  }

  private static long at(int id) {
    return (long) id * SHAPE.pageBytes();
  }

  private int rootId() {
    return Tree.rootId(meta.root());
  }

  private int child(int id, int index) {
    return Page.child(SHAPE, content, at(id), index);
  }

  /** The first page of a level, or its last. */
  private int outermost(int level, boolean isLast) {
    int id = rootId();
    while (Page.level(content, at(id)) > level) {
      id = child(id, isLast ? Page.count(content, at(id)) - 1 : -1);
    }
    return id;
  }

  private int firstLeaf() {
    return outermost(0, false);
  }

  private long cell(int id, int index) {
    return Page.cell(content, at(id), Page.count(content, at(id)), index);
  }

  private long payload(int id, int index) {
    return Page.payload(SHAPE, content, cell(id, index), Page.prefixBytes(content, at(id)));
  }

  private void setChild(int id, int index, int child) {
    new PageEdit(SHAPE, MemorySegment.NULL).setChild(content, at(id), index, child);
    seal(id);
  }

  /** Where the payloads are that lead to chains, and the leaves that have them. */
  private List<Chained> chained() {
    return leaves()
        .boxed()
        .flatMap(id ->
            IntStream.range(0, Page.count(content, at(id)))
                .filter(i -> Page.hasChain(Page.payloadWord(content, cell(id, i))))
                .mapToObj(i -> new Chained(id, payload(id, i))))
        .toList();
  }

  private record Chained(int leaf, long payload) {}

  private IntStream leaves() {
    return pages(id -> isMapped(id) && Page.kind(content, at(id)) == PageFormat.LEAF);
  }

  private IntStream pages(IntPredicate filter) {
    return IntStream.range(PageFormat.META_PAGES, (int) (content.byteSize() / SHAPE.pageBytes()))
        .filter(filter);
  }

  private boolean isMapped(int id) {
    return (content.get(PageFormat.INT, wordOfMap(id)) & (1 << id)) != 0;
  }

  private long wordOfMap(int id) {
    return at(meta.mapPage()) + PageFormat.HEADER_BYTES + (long) id / Integer.SIZE * Integer.BYTES;
  }

  private void flipInMap(int id) {
    content.set(
        PageFormat.INT, wordOfMap(id), content.get(PageFormat.INT, wordOfMap(id)) ^ (1 << id));
    seal(meta.mapPage());
  }

  private void seal(int id) {
    BPlusTreeFuzzTest.renew(content, at(id), SHAPE.pageBytes(), STORE_SEED);
  }

  /** Opens a store with the forged pages. */
  private void verifyFinds(String what) {
    try (VfsFile file = files.open(PageFormat.FILE_NAME, OpenMode.WRITE)) {
      file.write(0, content, 0, content.byteSize());
    }
    try (BPlusTreeStore store = engine.open(files, Durability.PROCESS)) {
      assertThatExceptionOfType(CorruptionException.class)
          .isThrownBy(store::verify)
          .withMessageContaining(what)
          .satisfies(damage -> assertThat(damage.file()).isEqualTo(PageFormat.FILE_NAME));
    }
  }

  @Test
  void keysOutOfOrder() {
    long leaf = at(firstLeaf());
    long slots =
        leaf + PageFormat.HEADER_BYTES + (long) Page.count(content, leaf) * PageFormat.HEAD_BYTES;
    short first = content.get(PageFormat.SHORT, slots);
    assertThat(Page.head(content, leaf, 0)).isEqualTo(Page.head(content, leaf, 1));

    content.set(PageFormat.SHORT, slots, content.get(PageFormat.SHORT, slots + 2));
    content.set(PageFormat.SHORT, slots + 2, first);
    seal(firstLeaf());

    verifyFinds("key 1");
  }

  @Test
  void aKeyTwice() {
    long leaf = at(firstLeaf());
    long slots =
        leaf + PageFormat.HEADER_BYTES + (long) Page.count(content, leaf) * PageFormat.HEAD_BYTES;

    content.set(PageFormat.SHORT, slots, content.get(PageFormat.SHORT, slots + 2));
    seal(firstLeaf());

    verifyFinds("key 1");
  }

  @Test
  void aSeparatorBelowKeysOnItsLeft() {
    int inner = outermost(1, false);

    content.set(PageFormat.LONG, at(inner) + PageFormat.HEADER_BYTES, 0);
    seal(inner);

    verifyFinds("between the separators");
  }

  @Test
  void aSeparatorAboveKeysOnItsRight() {
    int inner = outermost(1, true);
    long last =
        at(inner)
            + PageFormat.HEADER_BYTES
            + (Page.count(content, at(inner)) - 1L) * PageFormat.HEAD_BYTES;

    content.set(PageFormat.LONG, last, -1);
    seal(inner);

    verifyFinds("between the separators");
  }

  @Test
  void childrenInEachOthersPlaces() {
    int inner = outermost(1, false);
    int first = child(inner, -1);

    setChild(inner, -1, child(inner, 0));
    setChild(inner, 0, first);

    verifyFinds("between the separators");
  }

  @Test
  void aLeafWithTwoParents() {
    setChild(outermost(1, true), -1, firstLeaf());

    verifyFinds("expected one owner");
  }

  @Test
  void aChainOfTwoValues() {
    List<Chained> chained = chained();

    long to = chained.getFirst().payload() + Integer.BYTES;
    content.set(PageFormat.INT, to, Page.chain(content, chained.getLast().payload()));
    seal(chained.getFirst().leaf());

    verifyFinds("expected one owner");
  }

  @Test
  void aChainThatEndsEarly() {
    int first = Page.chain(content, chained().getFirst().payload());

    PageEdit.setLink(content, at(first), 0);
    seal(first);

    verifyFinds("bytes missing in the chain");
  }

  @Test
  void aChainThatGoesRound() {
    int first = Page.chain(content, chained().getFirst().payload());

    PageEdit.setLink(content, at(Page.link(content, at(first))), first);
    seal(Page.link(content, at(first)));

    verifyFinds("expected one owner");
  }

  @Test
  void aLeafInPlaceOfAnInnerPage() {
    setChild(outermost(2, false), -1, firstLeaf());

    verifyFinds("expected one of level 1");
  }

  @Test
  void aChainInPlaceOfALeaf() {
    int chain = Page.chain(content, chained().getFirst().payload());

    setChild(outermost(1, false), -1, chain);

    verifyFinds("expected one of level 0");
  }

  @Test
  void aPageOfTheTreeThatIsFree() {
    flipInMap(firstLeaf());

    verifyFinds("map of pages");
  }

  @Test
  void aPageThatNothingLeadsTo() {
    int lost =
        pages(id -> !isMapped(id) && Page.id(content, at(id)) == id).findFirst().orElseThrow();

    flipInMap(lost);

    verifyFinds("another page " + lost);
  }

  @Test
  void aPageWithMoreRoomThanItHas() {
    long deadBytes = at(firstLeaf()) + PageFormat.DEAD_BYTES_OFFSET;

    content.set(PageFormat.INT, deadBytes, content.get(PageFormat.INT, deadBytes) + 1);
    seal(firstLeaf());

    verifyFinds("bytes in use");
  }

  @Test
  void aPageThatIsNewerThanItsTree() {
    content.set(PageFormat.LONG, at(firstLeaf()) + PageFormat.BIRTH_OFFSET, meta.epoch() + 1);
    seal(firstLeaf());

    verifyFinds("birth");
  }

  @Test
  void anotherNumberOfPairs() {
    content.set(PageFormat.LONG, MetaFormat.COUNT_OFFSET, meta.count() + 1);
    BPlusTreeFuzzTest.renewMeta(content, SHAPE.pageBytes());

    verifyFinds("pairs");
  }
}

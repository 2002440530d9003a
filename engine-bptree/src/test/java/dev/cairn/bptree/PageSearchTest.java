package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The step from an inner page, whatever was expected, is the one that a plain search takes. */
class PageSearchTest {
  private static final long SEED = 20_261;
  private static final int MOST_KEY_BYTES = 24;
  private static final int[] SHARES = {0, 1, Step.MIDDLE_SHARE, Step.WHOLE_SHARE - 1};

  private final Random random = new Random(SEED);
  private final Arena arena = Arena.ofConfined();
  private final PageShape shape = new PageShape(PageFormat.MIN_PAGE_BYTES, Integer.MAX_VALUE);
  private final MemorySegment page = arena.allocate(shape.pageBytes());
  private final PageEdit edit = new PageEdit(shape, arena.allocate(shape.pageBytes()));

  // No key is as long as to be in a chain.
  private final PageSearch search = new PageSearch(shape, null);

  private List<byte[]> separators = List.of();

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void aStepLeadsBehindTheLastSeparatorThatIsNotGreater() {
    for (int count : new int[] {1, 2, 3, 15, 16, 17, 40, 70}) {
      for (int spread : new int[] {2, 4, 256}) {
        build(separators(count, spread));
        separators.forEach(this::tryNear);
        for (int i = 0; i < 50; i++) {
          tryShares(key(spread));
        }
        tryShares(new byte[0]);
        tryShares(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1});
      }
    }
  }

  @Test
  void aPageWithoutSeparatorsHasOneChild() {
    build(List.of());

    tryShares(key(256));
  }

  @Test
  void anEvenSpreadIsFoundWhereItIsExpected() {
    List<byte[]> even = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      even.add(new byte[] {(byte) (i * 4), 0});
    }
    build(even);
    byte[] key = {41, 0};

    long step = search.findChild(page, 0, key, 0, key.length, Step.MIDDLE_SHARE);

    assertThat(Step.index(step)).isEqualTo(10);
    assertThat(Step.share(step)).isCloseTo(Step.WHOLE_SHARE / 4, within(2));
  }

  private void tryNear(byte[] separator) {
    tryShares(separator);
    tryShares(Arrays.copyOf(separator, separator.length + 1));
    tryShares(Arrays.copyOf(separator, Math.max(0, separator.length - 1)));
  }

  private void tryShares(byte[] key) {
    int expected = -1;
    while (expected + 1 < separators.size()
        && Arrays.compareUnsigned(separators.get(expected + 1), key) <= 0) {
      expected++;
    }
    for (int share : SHARES) {
      long step = search.findChild(page, 0, key, 0, key.length, share);

      assertThat(Step.index(step)).isEqualTo(expected);
      assertThat(Step.child(step)).isEqualTo(child(expected));
      assertThat(Step.share(step)).isBetween(0, Step.WHOLE_SHARE - 1);
    }
  }

  private static int child(int index) {
    return 1000 + index;
  }

  private List<byte[]> separators(int count, int spread) {
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    while (keys.size() < count) {
      keys.add(key(spread));
    }
    return List.copyOf(keys);
  }

  /** A key that begins as many others do, of bytes of which there are so many. */
  private byte[] key(int spread) {
    byte[] key = new byte[random.nextInt(MOST_KEY_BYTES)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (i < random.nextInt(12) ? 7 : random.nextInt(spread));
    }
    return key;
  }

  private void build(List<byte[]> of) {
    separators = of;
    byte[] first = separators.isEmpty() ? new byte[0] : separators.getFirst();
    byte[] last = separators.isEmpty() ? new byte[0] : separators.getLast();
    int different = Arrays.mismatch(first, last);
    int prefixBytes = different < 0 || separators.size() < 2 ? 0 : different;
    edit.clear(page, 0, PageFormat.INNER, 1, 5, 1);
    PageEdit.setLink(page, 0, child(-1));
    edit.begin(page, 0, separators.size(), first, prefixBytes);
    NewCell cell = new NewCell();
    for (int i = 0; i < separators.size(); i++) {
      byte[] key = separators.get(i);
      cell.setKey(key, 0, key.length, shape);
      cell.setChild(child(i));
      edit.append(page, 0, i, cell);
    }
  }
}

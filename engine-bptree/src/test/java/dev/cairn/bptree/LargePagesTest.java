package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.ModelCheck;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreHome;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Stores with pages of more than the other tests' 4 and 8 KiB: offsets that need all of two bytes,
 * and pairs just short enough, or just too long, to stand in a page.
 */
class LargePagesTest {
  private static final int KEYS = 120;
  private static final int OPERATIONS = 400;

  private static BPlusTreeOptions options(int pageBytes) {
    return BPlusTreeOptions.builder()
        .memoryBudgetBytes(4 << 20)
        .pageBytes(pageBytes)
        .checkpointBytes(512 << 10)
        .build();
  }

  private static BPlusTreeStore open(MemoryVfs files, int pageBytes) {
    return BPlusTreeStore.open(new KeptVfs(files), options(pageBytes), Background.none());
  }

  /** A store that is opened with another page size each time, and keeps its first. */
  private static final class Home implements StoreHome {
    private final MemoryVfs files = new MemoryVfs();
    private final int pageBytes;
    private int openings;

    Home(int pageBytes) {
      this.pageBytes = pageBytes;
    }

    @Override
    public KeyValueStore open() {
      int asked = openings++ == 0 ? pageBytes : PageFormat.MIN_PAGE_BYTES << openings % 5;
      BPlusTreeStore store = LargePagesTest.open(files, asked);
      assertThat(store.stats().details()).containsEntry("pageBytes", (long) pageBytes);
      return store;
    }

    @Override
    public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store) {
      throw new AssertionError("no checkpoints here");
    }
  }

  /** A few keys are about as long as can stand in a page, and differ in their last bytes. */
  private static Bytes key(int number, PageShape shape) {
    String text = "key %03d".formatted(number);
    int bytes = shape.maxInlineKeyBytes() + number % 4 - 1;
    return Bytes.of(number % 10 < 2 ? "k".repeat(bytes - text.length()) + text : text);
  }

  private static Bytes value(int keyBytes, PageShape shape, SplittableRandom random) {
    int restBytes =
        Math.max(0, Math.min(keyBytes, shape.maxInlineKeyBytes()) - PageFormat.HEAD_BYTES);
    int most = Math.max(0, shape.maxCellBytes() - PageFormat.CELL_HEADER_BYTES - restBytes);
    int bytes =
        switch (random.nextInt(8)) {
          case 0 -> 0;
          case 1 -> most;
          case 2 -> most + 1;
          case 3 -> Math.max(0, most - 1);
          case 4 -> shape.contentBytes();
          case 5 -> shape.contentBytes() + 1;
          default -> random.nextInt(200);
        };
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Bytes.of(value);
  }

  private static List<Operation> operations(Seed seed, PageShape shape) {
    SplittableRandom random = seed.random();
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < OPERATIONS; i++) {
      Bytes key = key(random.nextInt(KEYS), shape);
      operations.add(
          switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> new Operation.Delete(key);
            case 6, 7 -> new Operation.Get(key);
            case 8 -> new Operation.Scan(KeyRange.from(key.toArray()), Operation.Direction.FORWARD);
            default -> new Operation.Put(key, value(key.length(), shape, random));
          });
      if (i % 100 == 99) {
        operations.add(new Operation.Verify());
        operations.add(new Operation.Reopen());
      }
    }
    return operations;
  }

  @RandomizedTest(runs = 1)
  void pairsAboutAsLongAsCanStandInAPageAreKept(Seed seed) {
    for (int pageBytes = 16 << 10; pageBytes <= 64 << 10; pageBytes *= 2) {
      PageShape shape = new PageShape(pageBytes, options(pageBytes).maxChildren());
      int size = pageBytes;

      new ModelCheck(() -> new Home(size)).run(operations(seed, shape));
    }
  }

  @Test
  void aPageOf64KiBHoldsThousandsOfPairs() {
    MemoryVfs files = new MemoryVfs();
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 3_500).boxed().toList());
    Collections.shuffle(numbers, new Seed(4).random());
    NavigableMap<Bytes, Bytes> expected = new TreeMap<>();
    try (BPlusTreeStore store = open(files, 64 << 10)) {
      for (int number : numbers) {
        Bytes key = Bytes.of("%04d".formatted(number));
        store.put(key.toArray(), key.head(2).toArray());
        expected.put(key, key.head(2));
      }

      assertThat(store.stats().details()).containsEntry("levels", 1L);
      assertThat(Contents.of(store)).isEqualTo(expected);
      expected.forEach(
          (key, value) -> assertThat(store.get(key.toArray())).isEqualTo(value.toArray()));
      store.verify();
    }
  }
}

package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.doNothing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.mutant.EditedTest;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many children the pages of a tree have, and how full they stay. */
@Tag("once")
class BPlusTreeBalanceTest {
  private static final int PAGE_BYTES = 4 << 10;
  private static final int CAP = 9;

  /** Looks at a page of a tree. */
  @FunctionalInterface
  private interface PageVisitor {
    void visit(int level, MemorySegment m, long at);
  }

  /** A tree in memory, whose pages can be looked at. */
  private record OpenTree(BPlusTreeParts parts) implements AutoCloseable {
    static OpenTree withCap(int maxChildren) {
      BPlusTreeOptions options =
          BPlusTreeOptions.builder()
              .memoryBudgetBytes(8 << 20)
              .pageBytes(PAGE_BYTES)
              .maxChildren(maxChildren)
              .build();
      return new OpenTree(BPlusTreeOpening.open(null, options, Background.none()));
    }

    void load(int count, IntFunction<byte[]> key, int valueBytes) {
      parts
          .writer()
          .load(
              IntStream.range(0, count)
                  .mapToObj(i -> Map.entry(key.apply(i), new byte[valueBytes]))
                  .iterator(),
              () -> {});
    }

    void put(byte[] key, int valueBytes) {
      parts.writer().put(key, new byte[valueBytes], Durability.MEMORY);
    }

    void delete(byte[] key) {
      parts.writer().delete(key, Durability.MEMORY);
    }

    void verify() {
      parts.maintenance().verify();
    }

    /** Shows all pages, those of a level from left to right. */
    void visit(PageVisitor visitor) {
      long root = parts.tree().root();
      visit(Tree.rootId(root), Tree.rootLevel(root), visitor);
    }

    private void visit(int id, int level, PageVisitor visitor) {
      Tree tree = parts.tree();
      int frame = tree.pool().pin(id, level);
      try {
        MemorySegment m = tree.frames().memory(frame);
        long at = tree.frames().base(frame);
        visitor.visit(level, m, at);
        for (int i = -1; level > 0 && i < Page.count(m, at); i++) {
          visit(Page.child(tree.shape(), m, at, i), level - 1, visitor);
        }
      } finally {
        tree.frames().unpin(frame);
      }
    }

    /** How many children the inner pages have. */
    IntSummaryStatistics children() {
      IntSummaryStatistics children = new IntSummaryStatistics();
      visit((level, m, at) -> {
        if (level > 0) {
          children.accept(Page.count(m, at) + 1);
        }
      });
      return children;
    }

    /** The length of the prefix of each inner page that has a separator, the root's first. */
    List<Integer> innerPrefixes() {
      List<Integer> prefixes = new ArrayList<>();
      visit((level, m, at) -> {
        if (level > 0 && Page.count(m, at) > 0) {
          prefixes.add(Page.prefixBytes(m, at));
        }
      });
      return prefixes;
    }

    /** Bytes in use of each leaf. */
    List<Integer> leaves() {
      List<Integer> leaves = new ArrayList<>();
      visit((level, m, at) -> {
        if (level == 0) {
          leaves.add(Page.usedBytes(m, at, PAGE_BYTES));
        }
      });
      return leaves;
    }

    @Override
    public void close() {
      parts.close();
    }
  }

  /** Of each two dozen keys, a dozen are short, and a dozen differ only far behind. */
  private static byte[] mixedKey(int number) {
    return number / 12 % 2 == 0 ? shortKey(number) : longKey(number);
  }

  private static byte[] shortKey(int number) {
    return Bytes.of("%04d %02d".formatted(number / 12, number % 12)).toArray();
  }

  private static byte[] longKey(int number) {
    return Bytes.of("%04d %s%02d".formatted(number / 12, "x".repeat(600), number % 12)).toArray();
  }

  private static List<Integer> shuffled(int count, SplittableRandom random) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(numbers, random);
    return numbers;
  }

  @RandomizedTest(runs = 1)
  void noPageHasMoreChildrenThanItMay(Seed seed) {
    SplittableRandom random = seed.random();
    for (int cap : new int[] {4, CAP}) {
      try (OpenTree tree = OpenTree.withCap(cap)) {
        for (int number : shuffled(500, random)) {
          tree.put(mixedKey(number), 300);
        }
        assertThat(tree.children().getMax()).isEqualTo(cap);
        assertThat(tree.children().getMin()).isGreaterThan(1);

        int deleted = 0;
        for (int number : shuffled(500, random)) {
          tree.delete(mixedKey(number));
          if (++deleted % 20 == 0) {
            assertThat(tree.children().getMax()).isLessThanOrEqualTo(cap);
          }
        }
        tree.verify();
      }
    }
  }

  /** Pages of keys that are alike for long, with pairs as small and as large as they may be. */
  @RandomizedTest(runs = 5)
  void pagesOfKeysThatAreAlikeForLongAreSplitAndJoined(Seed seed) {
    SplittableRandom random = seed.random();
    int pageBytes = PageFormat.MIN_PAGE_BYTES << random.nextInt(5);
    BPlusTreeOptions options =
        BPlusTreeOptions.builder().memoryBudgetBytes(32 << 20).pageBytes(pageBytes).build();
    int mostBytes = new PageShape(pageBytes, Integer.MAX_VALUE).maxInlineKeyBytes();
    int alike = random.nextInt(30, mostBytes - 30);
    int large = Math.max(10, mostBytes - alike - 30);
    try (BPlusTreeStore store = BPlusTreeStore.openInMemory(options)) {
      NavigableMap<Bytes, Bytes> expected = new TreeMap<>();
      for (int i = 0; i < 800; i++) {
        // What is small and what is large stand together, and some keys end where the prefix does.
        int group = random.nextInt(6);
        String end = "%c%0" + (1 + random.nextInt(8)) + "d";
        byte[] key = prefixed(alike - group % 2, end.formatted('a' + group, random.nextInt(200)));
        if (random.nextInt(4) == 0) {
          store.delete(key);
          expected.remove(Bytes.of(key));
        } else {
          put(store, expected, key, group < 3 ? random.nextInt(3) : random.nextInt(large));
        }
      }
      assertThat(Contents.of(store)).isEqualTo(expected);
      store.verify();
    }
  }

  private static void put(
      BPlusTreeStore store, NavigableMap<Bytes, Bytes> expected, byte[] key, int valueBytes) {
    byte[] value = new byte[valueBytes];
    Arrays.fill(value, (byte) valueBytes);
    store.put(key, value);
    expected.put(Bytes.of(key), Bytes.of(value));
  }

  private static byte[] prefixed(int prefixBytes, String end) {
    return Bytes.of("x".repeat(prefixBytes) + end).toArray();
  }

  @Test
  void innerPagesThatAreBegunHaveAPrefix() {
    try (OpenTree tree = OpenTree.withCap(CAP)) {
      for (int number = 0; number < 3_000; number++) {
        tree.put(keyOf("customer/", number), 100);
      }

      assertThat(tree.innerPrefixes())
          .hasSizeGreaterThan(3)
          .allMatch(prefixBytes -> prefixBytes >= "customer/".length());
      tree.verify();
    }
  }

  /** More than a head has room for. */
  @Test
  void leavesFilledInOrderHaveAllThatTheirKeysHaveInCommonForPrefix() {
    try (OpenTree tree = OpenTree.withCap(PAGE_BYTES)) {
      for (int number = 0; number < 1_000; number++) {
        tree.put(keyOf("customer/".repeat(20), number), 20);
      }

      assertThat(tree.leaves()).hasSizeLessThan(20);
      tree.verify();
    }
  }

  private static byte[] keyOf(String customer, int number) {
    return Bytes.of("%s%04d".formatted(customer, number)).toArray();
  }

  @Test
  void theRootHasWhatItsSeparatorsHaveInCommonForPrefix() {
    try (OpenTree tree = OpenTree.withCap(PAGE_BYTES)) {
      for (int number : shuffled(1_000, new SplittableRandom(1))) {
        tree.put(keyOf("customer/", number), 100);
      }
      assertThat(tree.innerPrefixes()).containsExactly("customer/0".length());

      for (int number : shuffled(100, new SplittableRandom(2))) {
        tree.put(keyOf("custom/", number), 100);
      }
      assertThat(tree.innerPrefixes()).containsExactly("custom".length());

      for (int number : shuffled(100, new SplittableRandom(3))) {
        tree.put(keyOf("order/", number), 100);
      }
      assertThat(tree.innerPrefixes()).containsExactly(0);
      tree.verify();
      assertThat(tree.parts().tree().count()).isEqualTo(1_200);
    }
  }

  @Test
  void pagesOfKeysInOrderHaveAsManyChildrenAsTheyMay() {
    try (OpenTree tree = OpenTree.withCap(CAP);
        OpenTree loaded = OpenTree.withCap(CAP)) {
      IntStream.range(0, 800).forEach(i -> tree.put(shortKey(i), 300));
      loaded.load(800, BPlusTreeBalanceTest::shortKey, 300);

      assertThat(tree.children().getMax()).isEqualTo(CAP);
      assertThat(loaded.children().getMax()).isEqualTo(CAP);
    }
  }

  /**
   * Two pages over as many leaves as they may have, with ten long keys or twelve short ones each.
   */
  @Test
  void neighboursThatShareTheirChildrenGetNoMoreThanTheyMay() {
    int longKeys = 10 * CAP;
    int shortKeys = 12 * CAP;
    shareWithin(i -> i < longKeys ? alike('!', i) : shortKey(i), longKeys - 1, 0);
    shareWithin(i -> i < shortKeys ? shortKey(i) : alike('~', i), shortKeys, 22 * CAP - 1);
  }

  /** A key before all short ones or behind them, with separators as long as itself. */
  private static byte[] alike(char first, int number) {
    return Bytes.of((first + "").repeat(600) + "%04d".formatted(number)).toArray();
  }

  /** Deletes keys whose separators are long until the other half has to help out. */
  private static void shareWithin(IntFunction<byte[]> key, int first, int last) {
    try (OpenTree tree = OpenTree.withCap(CAP)) {
      tree.load(22 * CAP, key, 300);
      assertThat(tree.children().getSum()).as("children of two pages").isEqualTo(2 + 2 * CAP);

      for (int i = first; i != last; i += Integer.signum(last - first)) {
        tree.delete(key.apply(i));
        assertThat(tree.children().getMax()).as("without %d", i).isLessThanOrEqualTo(CAP);
      }
      assertThat(tree.children().getMax()).isLessThan(CAP);
    }
  }

  @Test
  void deletesLeaveNoLeafLessThanAThirdFull() {
    try (OpenTree tree = OpenTree.withCap(Integer.MAX_VALUE)) {
      tree.load(2_000, BPlusTreeBalanceTest::shortKey, 100);

      // Of two full leaves after two others, a few pairs are left.
      IntStream.range(0, 2_000)
          .filter(i -> i % 140 < 70 && i % 35 != 0)
          .forEach(i -> tree.delete(shortKey(i)));

      List<Integer> leaves = tree.leaves();
      leaves.removeLast(); // Loading may have left any number of pairs for it.
      assertThat(leaves).hasSizeGreaterThan(20).allMatch(bytes -> bytes >= PAGE_BYTES / 3);
      tree.verify();
    }
  }

  @Test
  void pagesThatAreNotBalancedAreNoticed() throws ReflectiveOperationException {
    EditedTest tests = new EditedTest(getClass(), Balance.class);
    String test = "deletesLeaveNoLeafLessThanAThirdFull";

    tests.requireKilled(test, doNothing("share"));
    tests.requireKilled(test, doNothing("merge"));
  }
}

package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.sabotage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Damage.Consequence;
import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreIOException;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.ReferenceStores;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.BadSectorVfs;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that only lead to others can be lost without a pair. */
class BPlusTreePagesSalvageTest {
  private static final int PAGE_BYTES = 4 << 10;
  private static final int KEYS = 3_000;
  private static final int ROUNDS = 3;

  private final BPlusTreeFixture engine = new BPlusTreeFixture();
  private final MemoryVfs files = new MemoryVfs();
  private final List<dev.cairn.Damage> damages = new ArrayList<>();
  private NavigableMap<Bytes, Bytes> content;

  @BeforeEach
  void fill() {
    engine.create(files, 1);
    for (int round = 1; round <= ROUNDS; round++) {
      try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
        write(store, round);
        content = Contents.of(store);
      }
    }
  }

  /** Gives each key another value, and in the last round takes each third away. */
  private static void write(KeyValueStore store, int round) {
    for (int i = 0; i < KEYS; i++) {
      int number = i * 7 % KEYS;
      if (round == ROUNDS && isDeleted(number)) {
        store.delete(key(number));
      } else {
        store.put(key(number), key(round * KEYS + i));
      }
    }
  }

  private static boolean isDeleted(int number) {
    return number % 3 == 0;
  }

  private static byte[] key(int number) {
    return Bytes.of("key %05d".formatted(number)).toArray();
  }

  private List<Long> pages(byte kind) {
    byte[] bytes = FileBytes.of(files, PageFormat.FILE_NAME);
    List<Long> pages = new ArrayList<>();
    for (int at = 2 * PAGE_BYTES; at < bytes.length; at += PAGE_BYTES) {
      if (bytes[at + PageFormat.KIND_OFFSET] == kind) {
        pages.add((long) at);
      }
    }
    assertThat(pages).isNotEmpty();
    return pages;
  }

  private NavigableMap<Bytes, Bytes> salvaged(Vfs damaged) {
    damages.clear();
    try (KeyValueStore target = ReferenceStores.inMemory()) {
      Salvage.run(damaged, target, engine.salvage(), damages::add);
      return Contents.of(target);
    }
  }

  @Test
  void eachInnerPageCanBeLost() {
    for (long page : pages(PageFormat.INNER)) {
      MemoryVfs copy = Damage.copyOf(files);
      Damage.flipBit(copy, PageFormat.FILE_NAME, page + 100, 3);

      assertThat(salvaged(copy)).isEqualTo(content);
    }
  }

  @Test
  void bothMetaPagesCanBeLost() {
    Damage.flipBit(files, PageFormat.FILE_NAME, 20, 3);
    Damage.flipBit(files, PageFormat.FILE_NAME, PAGE_BYTES + 20, 3);

    assertThat(salvaged(files)).isEqualTo(content);
    assertThat(damages).isNotEmpty();
  }

  @Test
  void withoutMetaAndMapOnlyDeletedPairsReturn() {
    loseMetaAndMap();

    NavigableMap<Bytes, Bytes> found = salvaged(files);

    assertThat(found).containsAllEntriesOf(content);
    found.keySet().removeAll(content.keySet());
    assertThat(found.keySet())
        .allMatch(key -> isDeleted(Integer.parseInt(key.toString().replaceAll("[^0-9]", ""))));
  }

  private void loseMetaAndMap() {
    Damage.flipBit(files, PageFormat.FILE_NAME, 20, 3);
    Damage.flipBit(files, PageFormat.FILE_NAME, PAGE_BYTES + 20, 3);
    for (long page : pages(PageFormat.MAP)) {
      Damage.flipBit(files, PageFormat.FILE_NAME, page + 100, 3);
    }
  }

  /** What was written last is in the log too, which would decide. */
  @Test
  void withoutMetaMapAndLogTheYoungerLeafDecides() {
    loseMetaAndMap();
    files.list().stream().filter(name -> name.endsWith(".log")).forEach(files::delete);

    assertThat(salvaged(files)).containsAllEntriesOf(content);
  }

  @Test
  void anOlderLeafThatDecidesIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), LiveLeaves.class)
        .requireKilled(
            "withoutMetaMapAndLogTheYoungerLeafDecides",
            sabotage("allLeaves", "values", "valuesFromTheLast"));
  }

  @Test
  void withoutMapAndAnInnerPageDeletedPairsReturnBelowThatPageAlone() {
    for (long page : pages(PageFormat.MAP)) {
      Damage.flipBit(files, PageFormat.FILE_NAME, page + 100, 3);
    }
    List<Long> inner = pages(PageFormat.INNER);
    int lost = 0;
    for (int i = 0; i < inner.size(); i += Math.max(1, inner.size() / 10)) {
      MemoryVfs copy = Damage.copyOf(files);
      Damage.flipBit(copy, PageFormat.FILE_NAME, inner.get(i) + 100, 3);

      NavigableMap<Bytes, Bytes> found = salvaged(copy);

      assertThat(found).containsAllEntriesOf(content);
      found.keySet().removeAll(content.keySet());
      assertThat(found.keySet()).allMatch(this::isToldOf);
      lost += damages.stream().anyMatch(damage -> damage.keys() != null) ? 1 : 0;
    }
    assertThat(lost).isPositive();
  }

  private boolean isToldOf(Bytes key) {
    return damages.stream()
        .map(dev.cairn.Damage::keys)
        .filter(Objects::nonNull)
        .anyMatch(keys -> keys.contains(key.toArray()));
  }

  @Test
  void aCopyOfTheMetaPageThatCannotBeReadCostsNothing() {
    for (int copy = 0; copy < PageFormat.META_PAGES; copy++) {
      MemoryVfs disk = Damage.copyOf(files);
      long from = (long) copy * PAGE_BYTES;
      Vfs bad = new BadSectorVfs(disk, PageFormat.FILE_NAME, from, from + PAGE_BYTES);

      assertThat(salvaged(bad)).isEqualTo(content);
      assertThat(damages).allMatch(damage -> damage.consequence() == Consequence.NONE);
      try (KeyValueStore store = engine.open(bad, Durability.PROCESS)) {
        assertThat(Contents.of(store)).isEqualTo(content);
        assertThatExceptionOfType(StoreIOException.class).isThrownBy(store::verify);
      }
      try (KeyValueStore store = engine.open(disk, Durability.PROCESS)) {
        assertThat(Contents.of(store)).isEqualTo(content);
        store.verify();
      }
    }
  }

  @Test
  void copiesOfTheMetaPageThatCannotBeReadAreAFailureOfTheDisk() {
    Vfs bad = new BadSectorVfs(files, PageFormat.FILE_NAME, 0, 2 * PAGE_BYTES);

    assertThatExceptionOfType(StoreIOException.class)
        .isThrownBy(() -> engine.open(bad, Durability.PROCESS).close())
        .withMessageContaining("injected bad sector");
  }
}

package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables whose keys mostly collide find what is in them, and nothing else. */
abstract class TableTest {
  private static final double LOAD = 0.86;
  private static final int KEYS = 200;

  private final MemoryBudget budget = new MemoryBudget(1 << 20);
  private final List<Table> tables = new ArrayList<>();

  /** A table of the kind that is tested. */
  abstract Table newTable(Block block, double maxLoadFactor);

  /** How much memory a table of this kind takes for so many keys. */
  abstract long bytesFor(int keys, double maxLoadFactor);

  Table newTable(int keys) {
    Table table =
        newTable(Objects.requireNonNull(Block.tryAllocate(budget, bytesFor(keys, LOAD))), LOAD);
    tables.add(table);
    return table;
  }

  @AfterEach
  void freeTables() {
    tables.forEach(Table::free);
    assertThat(budget.usedBytes()).isZero();
  }

  /** A hash whose home is one of a few neighbours, of which the last is the table's end. */
  private static long hash(SplittableRandom random) {
    int home = (random.nextInt(4) == 0 ? 0 : (1 << SlotFormat.HOME_BITS) - 1) - random.nextInt(3);
    return hash(home & ((1 << SlotFormat.HOME_BITS) - 1), random.nextInt(3));
  }

  /** A hash with a home of 2^14 homes and a tag. */
  static long hash(int home, int tag) {
    return (long) home << (Long.SIZE - SlotFormat.SHARD_BITS - SlotFormat.FINGERPRINT_BITS) | tag;
  }

  /** All addresses that a search for a hash comes upon. */
  static Set<Long> found(Table table, long hash) {
    Set<Long> addresses = new HashSet<>();
    for (long position = table.firstMatch(hash);
        position != Table.NONE;
        position = table.nextMatch(hash, position)) {
      assertThat(addresses.add(SlotFormat.address(table.slot(position))))
          .as("found twice")
          .isTrue();
    }
    return addresses;
  }

  @RandomizedTest(runs = 60)
  void findsAllAndOnlyWhatIsThereWhileKeysComeAndGo(Seed seed) {
    SplittableRandom random = seed.random();
    Table table = newTable(KEYS);
    TreeMap<Long, Long> hashByAddress = new TreeMap<>();
    long nextAddress = 1;

    for (int step = 0; step < 3_000; step++) {
      if (!table.isFull() && random.nextInt(hashByAddress.size() < KEYS / 2 ? 3 : 2) > 0) {
        long hash = hash(random);
        hashByAddress.put(nextAddress, hash);
        table.add(hash, nextAddress++);
      } else if (!hashByAddress.isEmpty()) {
        Long address = hashByAddress.ceilingKey(random.nextLong(nextAddress));
        if (address == null) {
          continue;
        }
        long hash = hashByAddress.remove(address);
        long position = table.find(hash, address);
        assertThat(position).isNotEqualTo(Table.NONE);
        if (random.nextInt(4) == 0) {
          table.replace(hash, position, nextAddress);
          hashByAddress.put(nextAddress++, hash);
        } else {
          table.delete(hash, position);
          assertThat(table.find(hash, address)).isEqualTo(Table.NONE);
        }
      }
      assertThat(table.count()).isEqualTo(hashByAddress.size());
      assertThat(table.moves() % 2).isZero();
    }

    hashByAddress.forEach((address, hash) -> assertThat(found(table, hash)).contains(address));
    for (int i = 0; i < 100; i++) {
      long hash = hash(random);
      for (long address : found(table, hash)) {
        assertThat(SlotFormat.fingerprint(hashByAddress.get(address)))
            .isEqualTo(SlotFormat.fingerprint(hash));
      }
    }
    Set<Long> visited = new HashSet<>();
    TableContent content = new TableContent();
    content.take(table);
    for (int i = 0; i < content.count(); i++) {
      long slot = content.slots()[i];
      long address = SlotFormat.address(slot);
      assertThat(visited.add(address)).isTrue();
      assertThat(SlotFormat.knownHash(0, slot, content.tags()[i]))
          .isEqualTo(hashByAddress.get(address));
    }
    assertThat(visited).isEqualTo(hashByAddress.keySet());
  }

  @RandomizedTest(runs = 60)
  void whatIsFilledAtOnceIsFoundAndCanBeRemovedOneByOne(Seed seed) {
    SplittableRandom random = seed.random();
    Table table = newTable(KEYS);
    TreeMap<Long, Long> hashByAddress = new TreeMap<>();
    for (long address = 1; !table.isFull(); address++) {
      long hash = hash(random);
      hashByAddress.put(address, hash);
      table.add(hash, address);
    }
    TableContent content = new TableContent();
    content.take(newFilled(random)); // Which leaves its traces in the arrays.
    content.take(table);

    Table filled = newTable(KEYS);
    filled.fill(0, content, 0, content.count());

    assertThat(filled.count()).isEqualTo(hashByAddress.size());
    while (!hashByAddress.isEmpty()) {
      hashByAddress.forEach((address, hash) -> assertThat(found(filled, hash)).contains(address));
      for (int i = 0; i < 20 && !hashByAddress.isEmpty(); i++) {
        Long address = hashByAddress.ceilingKey(random.nextLong(hashByAddress.lastKey()));
        long hash = hashByAddress.remove(address);
        filled.delete(hash, filled.find(hash, address));
      }
    }
    assertThat(filled.count()).isZero();
  }

  private Table newFilled(SplittableRandom random) {
    Table table = newTable(KEYS);
    while (!table.isFull()) {
      table.add(hash(random), 1 + random.nextLong(1_000));
    }
    TableContent content = new TableContent();
    content.take(table);
    Table filled = newTable(KEYS);
    filled.fill(0, content, 0, content.count());
    return filled;
  }

  @RandomizedTest(runs = 20)
  void contentIsDividedByTheNextBit(Seed seed) {
    SplittableRandom random = seed.random();
    Table table = newTable(KEYS);
    for (long address = 1; !table.isFull(); address++) {
      table.add(random.nextLong() >>> SlotFormat.SHARD_BITS, address);
    }
    TableContent content = new TableContent();
    content.take(table);
    int depth = random.nextInt(SlotFormat.DIRECTORY_BITS);

    int low = content.divide(depth);

    Set<Long> addresses = new HashSet<>();
    for (int i = 0; i < content.count(); i++) {
      long slot = content.slots()[i];
      addresses.add(SlotFormat.address(slot));
      long bit = SlotFormat.slotFingerprint(slot) >>> (SlotFormat.FINGERPRINT_BITS - 1 - depth) & 1;
      assertThat(bit).isEqualTo(i < low ? 0 : 1);
      long hash = SlotFormat.knownHash(0, slot, content.tags()[i]);
      assertThat(table.find(hash, SlotFormat.address(slot))).isNotEqualTo(Table.NONE);
    }
    assertThat(addresses).hasSize(table.count());
  }

  @Test
  void takesAsManyKeysAsItsMemoryWasMeantFor() {
    for (int keys : new int[] {1, 2, 13, 14, 15, 100, 7_000}) {
      Table table = newTable(keys);

      for (int i = 0; i < keys; i++) {
        assertThat(table.isFull()).isFalse();
        table.add(hash(i * 37 & 0x3fff, i), i + 1);
      }

      for (int i = 0; i < keys; i++) {
        assertThat(found(table, hash(i * 37 & 0x3fff, i))).contains((long) i + 1);
      }
    }
  }

  @Test
  void searchOfAFullTableForWhatIsNotThereEnds() {
    Table table = newTable(30);
    for (int i = 1; !table.isFull(); i++) {
      table.add(hash(5, i), i);
    }

    assertThat(found(table, hash(6, 1))).isEmpty();
    assertThat(table.firstMatch(hash(0x3fff, 1))).isEqualTo(Table.NONE);
  }

  @Test
  void keptPlacesCountUntilTheyAreGivenBack() {
    Table table = newTable(10);
    while (!table.isFull()) {
      table.reserve(1);
    }

    assertThat(table.reserved()).isGreaterThanOrEqualTo(10);
    assertThat(table.count()).isZero();
    table.endReserve();
    assertThat(table.isFull()).isFalse();
  }
}

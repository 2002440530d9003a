package dev.cairn.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Guava's suites do not ask of a map over an ordered store, and all engines against a tree.
 */
class OrderedStoreMapTest {
  private static final StoreSettings SETTINGS = new StoreSettings(Durability.PROCESS, 16 << 20);
  private static final int KEYS = 60;

  private static OrderedStore open(String engine) {
    return (OrderedStore) Stores.open(null, engine, SETTINGS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bptree", "lsm"})
  void agreesWithATreeMapInAllItsViews(String engine) {
    Seed seed = new Seed(26);
    SplittableRandom random = seed.random();
    try (OrderedStore store = open(engine)) {
      NavigableMap<Integer, Integer> expected = new TreeMap<>();
      NavigableMap<Integer, Integer> map = OrderedStoreMap.of(store, Codecs.INT, Codecs.INT);
      for (int i = 0; i < 400; i++) {
        int key = random.nextInt(-KEYS, KEYS);
        if (random.nextInt(3) == 0) {
          expected.remove(key);
          map.remove(key);
        } else {
          expected.put(key, i);
          map.put(key, i);
        }
        requireSameView(random, expected, map, seed + ", step " + i);
      }
    }
  }

  private static void requireSameView(
      SplittableRandom random,
      NavigableMap<Integer, Integer> tree,
      NavigableMap<Integer, Integer> store,
      String where) {
    NavigableMap<Integer, Integer> expected = tree;
    NavigableMap<Integer, Integer> map = store;
    int low = random.nextInt(-KEYS, KEYS);
    int high = random.nextInt(low, KEYS + 1);
    boolean lowInside = random.nextBoolean();
    boolean highInside = random.nextBoolean();
    if (random.nextBoolean()) {
      expected = expected.tailMap(low, lowInside);
      map = map.tailMap(low, lowInside);
    }
    if (random.nextBoolean()) {
      expected = expected.descendingMap();
      map = map.descendingMap();
      expected = expected.tailMap(high, false);
      map = map.tailMap(high, false);
    } else {
      expected = expected.headMap(high, low == high ? lowInside : highInside);
      map = map.headMap(high, low == high ? lowInside : highInside);
    }

    assertThat(List.copyOf(map.entrySet())).as(where).isEqualTo(List.copyOf(expected.entrySet()));
    assertThat(map.size()).as(where).isEqualTo(expected.size());
    assertThat(map.firstEntry()).as(where).isEqualTo(expected.firstEntry());
    assertThat(map.lastEntry()).as(where).isEqualTo(expected.lastEntry());
    int key = random.nextInt(-KEYS, KEYS);
    assertThat(map.get(key)).as(where).isEqualTo(expected.get(key));
    assertThat(map.lowerEntry(key)).as(where).isEqualTo(expected.lowerEntry(key));
    assertThat(map.floorKey(key)).as(where).isEqualTo(expected.floorKey(key));
    assertThat(map.ceilingEntry(key)).as(where).isEqualTo(expected.ceilingEntry(key));
    assertThat(map.higherKey(key)).as(where).isEqualTo(expected.higherKey(key));
    assertThat(List.copyOf(map.descendingMap().keySet()))
        .as(where)
        .isEqualTo(List.copyOf(expected.descendingMap().keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bptree", "lsm"})
  void longWalksSeeEachKeyOnceInBothDirections(String engine) {
    try (OrderedStore store = open(engine)) {
      OrderedStoreMap<Integer, Integer> map = OrderedStoreMap.of(store, Codecs.INT, Codecs.INT);
      for (int i = 0; i < 5_000; i++) {
        map.set(i, i);
      }

      assertThat(List.copyOf(map.keySet())).hasSize(5_000).isSorted();
      assertThat(List.copyOf(map.descendingKeySet()))
          .isEqualTo(List.copyOf(map.keySet()).reversed());
      assertThat(map.values().stream().mapToInt(value -> value).sum()).isEqualTo(2_500 * 4_999);
      assertThat(map.subMap(100, true, 4_000, true).size()).isEqualTo(3_901);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bptree", "lsm"})
  void longestKeysHaveNeighbours(String engine) {
    byte[] longest = new byte[65_535];
    byte[] greatest = new byte[65_535];
    Arrays.fill(greatest, (byte) 0xff);
    try (OrderedStore store = open(engine)) {
      OrderedStoreMap<byte[], Integer> map = OrderedStoreMap.of(store, Codecs.BYTES, Codecs.INT);
      map.put(longest, 1);
      map.put(new byte[] {1}, 2);
      map.put(greatest, 3);

      assertThat(map.higherEntry(longest).getValue()).isEqualTo(2);
      assertThat(map.headMap(longest, true).values()).containsExactly(1);
      assertThat(map.higherEntry(greatest)).isNull();
      assertThat(map.tailMap(greatest, false)).isEmpty();
      assertThat(map.headMap(greatest, true).values()).containsExactly(1, 2, 3);
      assertThat(map.descendingMap().values()).containsExactly(3, 2, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bptree", "lsm"})
  void boundsOfViewsAreKept(String engine) {
    try (OrderedStore store = open(engine)) {
      OrderedStoreMap<String, String> map = OrderedStoreMap.of(store, Codecs.UTF_8, Codecs.UTF_8);
      map.put("a", "1");
      map.put("c", "2");
      map.put("e", "3");
      NavigableMap<String, String> middle = map.subMap("b", true, "d", false);

      assertThatIllegalArgumentException().isThrownBy(() -> middle.put("a", "4"));
      assertThatIllegalArgumentException().isThrownBy(() -> middle.merge("d", "4", String::concat));
      assertThatIllegalArgumentException().isThrownBy(() -> middle.headMap("d", true));
      assertThatIllegalArgumentException().isThrownBy(() -> middle.tailMap("a", false));
      assertThatIllegalArgumentException().isThrownBy(() -> map.subMap("d", "b"));
      assertThatIllegalArgumentException().isThrownBy(() -> map.descendingMap().subMap("b", "d"));
      assertThat(middle.get("a")).isNull();
      assertThat(middle.remove("e")).isNull();
      middle.clear();
      assertThat(map.keySet()).containsExactly("a", "e");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bptree", "lsm"})
  void firstEntryIsPolledByOneThreadOnly(String engine) {
    try (OrderedStore store = open(engine)) {
      OrderedStoreMap<Integer, Integer> map = OrderedStoreMap.of(store, Codecs.INT, Codecs.INT);
      for (int i = 0; i < 400; i++) {
        map.set(i, 1);
      }
      long[] sums = new long[2];

      Workers.run(
          2,
          worker -> {
            for (var entry = map.pollFirstEntry(); entry != null; entry = map.pollFirstEntry()) {
              sums[worker] += entry.getKey();
            }
          });

      assertThat(sums[0] + sums[1]).isEqualTo(200 * 399);
      assertThat(map).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bptree", "lsm"})
  void characterBeyondTheBasicPlaneIsTheGreatest(String engine) {
    try (KeyValueStore store = open(engine)) {
      OrderedStoreMap<String, Integer> map =
          OrderedStoreMap.of((OrderedStore) store, Codecs.UTF_8, Codecs.INT);
      map.put("\uffee", 1);
      map.put("\ud83d\ude00", 2);

      assertThat(map.lastKey()).isEqualTo("\ud83d\ude00");
      assertThat(List.copyOf(map.keySet())).isSortedAccordingTo(map.comparator());
    }
  }
}

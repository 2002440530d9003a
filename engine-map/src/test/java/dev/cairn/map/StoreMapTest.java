package dev.cairn.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.testkit.Workers;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Guava's suites do not ask of a map over a store. */
class StoreMapTest {
  private static final StoreSettings SETTINGS = new StoreSettings(Durability.PROCESS, 16 << 20);

  private static KeyValueStore open(String engine) {
    return Stores.open(null, engine, SETTINGS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void changesOfOneKeyByManyThreadsAreNotLost(String engine) {
    try (KeyValueStore store = open(engine)) {
      StoreMap<String, Long> map = StoreMap.of(store, Codecs.UTF_8, Codecs.LONG);

      Workers.run(
          4,
          worker -> {
            for (int i = 0; i < 500; i++) {
              map.merge("merge", 1L, Long::sum);
              map.compute("compute", (key, value) -> value == null ? 1 : value + 1);
              map.computeIfAbsent("present", key -> 0L);
              map.computeIfPresent("present", (key, value) -> value + 1);
              replaceByOneMore(map);
            }
          });

      assertThat(map)
          .containsEntry("merge", 2_000L)
          .containsEntry("compute", 2_000L)
          .containsEntry("present", 2_000L)
          .containsEntry("replace", 2_000L);
    }
  }

  private static void replaceByOneMore(StoreMap<String, Long> map) {
    while (true) {
      Long value = map.get("replace");
      if (value == null
          ? map.putIfAbsent("replace", 1L) == null
          : map.replace("replace", value, value + 1)) {
        return;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void keyIsTakenByOneThreadOnly(String engine) {
    try (KeyValueStore store = open(engine)) {
      StoreMap<Integer, Integer> map = StoreMap.of(store, Codecs.INT, Codecs.INT);
      for (int i = 0; i < 1_000; i++) {
        map.set(i, i);
      }
      long[] taken = new long[4];

      Workers.run(
          4,
          worker -> {
            for (int i = 0; i < 1_000; i++) {
              taken[worker] += map.remove(i) != null ? 1 : 0;
            }
          });

      assertThat(taken[0] + taken[1] + taken[2] + taken[3]).isEqualTo(1_000);
      assertThat(map).isEmpty();
    }
  }

  /** A store may hold encodings that the codec would not make: they must not be fought for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void valueThatTheCodecWouldEncodeDifferentlyCanBeChanged(String engine) {
    try (KeyValueStore store = open(engine)) {
      Codec<String> lowerCase =
          Codec.of(
              text -> text.getBytes(UTF_8),
              bytes -> new String(bytes, UTF_8).toLowerCase(Locale.ROOT));
      StoreMap<String, String> map = StoreMap.of(store, Codecs.UTF_8, lowerCase);
      store.put(Codecs.UTF_8.encode("key"), "VALUE".getBytes(UTF_8));

      map.merge("key", "!", String::concat);
      assertThat(map.get("key")).isEqualTo("value!");

      store.put(Codecs.UTF_8.encode("key"), "VALUE".getBytes(UTF_8));
      map.replaceAll((key, value) -> value + "?");
      assertThat(map.get("key")).isEqualTo("value?");

      store.put(Codecs.UTF_8.encode("key"), "VALUE".getBytes(UTF_8));
      assertThat(map.values().removeIf("value"::equals)).isTrue();
      assertThat(store.contains(Codecs.UTF_8.encode("key"))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void iteratorShowsAllThatIsThereAllTheWhile(String engine) {
    try (KeyValueStore store = open(engine)) {
      StoreMap<Integer, Integer> map = StoreMap.of(store, Codecs.INT, Codecs.INT);
      for (int i = 0; i < 4_000; i++) {
        map.set(i, -i);
      }
      Set<Integer> seen = new TreeSet<>();

      for (Map.Entry<Integer, Integer> entry : map.entrySet()) {
        assertThat(seen.add(entry.getKey())).isTrue();
        assertThat(entry.getValue()).isEqualTo(-entry.getKey());
        if (entry.getKey() % 2 == 1) {
          map.remove(entry.getKey());
        }
        map.set(1_000_000 + entry.getKey() % 1_000, 0);
        if (seen.size() == 4_000) {
          break;
        }
      }

      assertThat(map).containsKey(2).doesNotContainKey(3);
      Iterator<Integer> rest = map.keySet().iterator();
      map.clear();
      assertThat(map.size()).isZero();
      assertThat(rest.hasNext()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void keyThatIsTooLongIsAbsent(String engine) {
    try (KeyValueStore store = open(engine)) {
      StoreMap<byte[], String> map = StoreMap.of(store, Codecs.BYTES, Codecs.UTF_8);

      assertThat(map.get(new byte[65_536])).isNull();
      assertThat(map.containsKey(new byte[65_536])).isFalse();
      assertThat(map.remove(new byte[65_536])).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void keyOfAnotherClassIsRefused(String engine) {
    try (KeyValueStore store = open(engine)) {
      StoreMap<String, String> map = StoreMap.of(store, Codecs.UTF_8, Codecs.UTF_8);

      assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> map.get((Object) 1));
      assertThat(map.equals(Map.of(1, 2))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void mapOfAClosedStoreSaysSo(String engine) {
    KeyValueStore store = open(engine);
    StoreMap<String, String> map = StoreMap.of(store, Codecs.UTF_8, Codecs.UTF_8);
    Iterator<String> begun = map.keySet().iterator();

    store.close();

    assertThatIllegalStateException().isThrownBy(() -> map.get("key"));
    assertThatIllegalStateException().isThrownBy(begun::hasNext);
  }
}

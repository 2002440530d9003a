package dev.cairn.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cairn.Durability;
import dev.cairn.benchmarks.KeyOrder;
import dev.cairn.benchmarks.Pairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No peer is measured that does not do what is asked of it. */
class PeerTest {
  private static final int PAIR_COUNT = 1000;
  private static final Pairs PAIRS = Pairs.ofDefaultSize();

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void readsWhatWasWrittenWithEachDurability(Peer peer) {
    for (Durability durability : peer.durabilities()) {
      try (StoreUnderTest store = open(peer, durability)) {
        fill(store);

        try (StoreReader reader = store.reader()) {
          requireHalf(reader);
        }
        store.sync();
        store.settle();
        assertThat(store.footprint().reads().map(ReadCount::coverage)).isEqualTo(coverage(peer));
      }
    }
  }

  /** Which of their reads stores count. */
  private static Optional<ReadCount.Coverage> coverage(Peer peer) {
    return switch (peer) {
      case CAIRN_BPTREE -> Optional.of(ReadCount.Coverage.ALL);
      case CAIRN_LSM -> Optional.of(ReadCount.Coverage.PART);
      default -> Optional.empty();
    };
  }

  @ParameterizedTest
  @EnumSource
  void findsItsPairsAgainAfterAClose(Peer peer) {
    assumeThat(peer.outlivesProcess()).isTrue();
    Durability weakest = peer.given(Durability.MEMORY);
    try (StoreUnderTest store = open(peer, weakest)) {
      fill(store);
    }

    try (StoreUnderTest store = open(peer, weakest);
        StoreReader reader = store.reader()) {
      requireHalf(reader);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refreshedReaderSeesWhatWasWrittenSince(Peer peer) {
    try (StoreUnderTest store = open(peer, peer.given(Durability.PROCESS))) {
      store.put(PAIRS.key(1), PAIRS.value(1));
      try (StoreReader reader = store.reader()) {
        store.put(PAIRS.key(2), PAIRS.value(2));
        store.delete(PAIRS.key(1));

        reader.refresh();

        assertThat(reader.get(PAIRS.key(2))).isEqualTo(PAIRS.value(2));
        assertThat(reader.get(PAIRS.key(1))).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void appendedPairsAreThere(Peer peer) {
    Pairs ascending = new Pairs(Pairs.DEFAULT_VALUE_BYTES, KeyOrder.ASCENDING);
    try (StoreUnderTest store = open(peer, peer.given(Durability.PROCESS))) {
      for (long from = 0; from < PAIR_COUNT; from += 100) {
        store.append(
            numbers(from, from + 100).mapToObj(ascending::key).toArray(byte[][]::new),
            numbers(from, from + 100).mapToObj(ascending::value).toArray(byte[][]::new));
      }

      try (StoreReader reader = store.reader()) {
        for (long number = 0; number < PAIR_COUNT; number++) {
          assertThat(reader.get(ascending.key(number))).isEqualTo(ascending.value(number));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void cursorWalksInTheOrderOfUnsignedKeys(Peer peer) {
    assumeThat(peer.isOrdered()).isTrue();
    try (StoreUnderTest store = open(peer, peer.given(Durability.PROCESS))) {
      fill(store);
      try (OrderedStoreReader reader = (OrderedStoreReader) store.reader();
          PairCursor cursor = reader.cursor()) {
        List<Long> upwards = new ArrayList<>();
        for (boolean found = cursor.first(); found; found = cursor.next()) {
          upwards.add(number(cursor));
        }
        List<Long> downwards = new ArrayList<>();
        for (boolean found = cursor.last(); found; found = cursor.previous()) {
          downwards.add(number(cursor));
        }

        assertThat(upwards).isEqualTo(inOrder());
        Collections.reverse(downwards);
        assertThat(downwards).isEqualTo(upwards);
        requireSeeks(cursor, upwards);
      }
    }
  }

  /** Whether a cursor shows what was put since it was opened is its store's business. */
  @ParameterizedTest
  @EnumSource
  void cursorMeetsAllPairsAlsoIfTheyAreOverwrittenMeanwhile(Peer peer) {
    assumeThat(peer.isOrdered()).isTrue();
    try (StoreUnderTest store = open(peer, peer.given(Durability.PROCESS))) {
      fill(store);
      try (OrderedStoreReader reader = (OrderedStoreReader) store.reader();
          PairCursor cursor = reader.cursor()) {
        boolean found = cursor.first();
        for (int version = 1; version <= 3; version++) {
          for (long number : inOrder()) {
            store.put(PAIRS.key(number), PAIRS.value(number, version));
          }
        }

        List<Long> met = new ArrayList<>();
        for (; found; found = cursor.next()) {
          long valueHead = cursor.valueHead();
          assertThat(PAIRS.isPair(cursor.keyHead(), valueHead, cursor.valueTail())).isTrue();
          met.add(Integer.toUnsignedLong((int) valueHead));
        }
        assertThat(met).isEqualTo(inOrder());
      }
    }
  }

  private static void requireSeeks(PairCursor cursor, List<Long> inOrder) {
    for (int place = 0; place < inOrder.size(); place += 7) {
      assertThat(cursor.seek(PAIRS.key(inOrder.get(place)))).isTrue();
      assertThat(number(cursor)).isEqualTo(inOrder.get(place));
      assertThat(cursor.next()).isEqualTo(place + 1 < inOrder.size());
    }
    byte[] between = PAIRS.key(inOrder.get(5));
    between[between.length - 1]++;
    assertThat(cursor.seek(between)).isTrue();
    assertThat(number(cursor)).isIn(inOrder.get(5), inOrder.get(6));
    assertThat(cursor.previous()).isTrue();
    byte[] aboveAll = new byte[Pairs.KEY_BYTES];
    Arrays.fill(aboveAll, (byte) 0xff);
    assertThat(cursor.seek(aboveAll)).isFalse();
  }

  private StoreUnderTest open(Peer peer, Durability durability) {
    Path home = directory.resolve(peer.label() + durability);
    try {
      return peer.open(new Home(home, PAIR_COUNT, Pairs.DEFAULT_VALUE_BYTES, 32 << 20, durability));
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  /** Puts all pairs, one by one and in batches, and deletes those of even numbers. */
  private static void fill(StoreUnderTest store) {
    int single = PAIR_COUNT / 20;
    for (long number = 0; number < single; number++) {
      store.put(PAIRS.key(number), PAIRS.value(number + 1));
      store.put(PAIRS.key(number), PAIRS.value(number));
    }
    byte[][] keys = numbers(single, PAIR_COUNT).mapToObj(PAIRS::key).toArray(byte[][]::new);
    byte[][] values = numbers(single, PAIR_COUNT).mapToObj(PAIRS::value).toArray(byte[][]::new);
    store.putAll(keys, values);
    for (long number = 0; number < single; number += 2) {
      store.delete(PAIRS.key(number));
    }
  }

  @Test
  void memoryOfRocksIsThatOfItsFiltersToo() {
    int pairCount = 50_000;
    byte[][] keys = numbers(0, pairCount).mapToObj(PAIRS::key).toArray(byte[][]::new);
    byte[][] values = numbers(0, pairCount).mapToObj(PAIRS::value).toArray(byte[][]::new);
    try (StoreUnderTest store = open(Peer.ROCKSDB, Durability.MEMORY)) {
      store.putAll(keys, values);
      store.settle();
    }

    try (StoreUnderTest opened = open(Peer.ROCKSDB, Durability.MEMORY);
        StoreUnderTest empty = open(Peer.ROCKSDB, Durability.PROCESS)) {
      long bytes = opened.footprint().memoryBytes().orElseThrow();
      long emptyBytes = empty.footprint().memoryBytes().orElseThrow();
      assertThat(bytes - emptyBytes).isGreaterThan(pairCount * 10 / Byte.SIZE);
    }
  }

  private static LongStream numbers(long from, long to) {
    return LongStream.range(from, to);
  }

  private static boolean isThere(long number) {
    return number < PAIR_COUNT && (number >= PAIR_COUNT / 20 || number % 2 == 1);
  }

  private static List<Long> inOrder() {
    return numbers(0, PAIR_COUNT)
        .filter(PeerTest::isThere)
        .boxed()
        .sorted((one, other) -> Arrays.compareUnsigned(PAIRS.key(one), PAIRS.key(other)))
        .toList();
  }

  private static void requireHalf(StoreReader reader) {
    byte[] buffer = new byte[Pairs.DEFAULT_VALUE_BYTES];
    for (long number = 0; number < PAIR_COUNT + 10; number++) {
      byte[] key = PAIRS.key(number);
      byte[] expected = isThere(number) ? PAIRS.value(number) : null;
      assertThat(reader.get(key)).isEqualTo(expected);
      assertThat(reader.getInto(key, buffer)).isEqualTo(expected != null);
      if (expected != null) {
        assertThat(buffer).isEqualTo(expected);
      }
    }
    assertThat(reader.getAll(List.of(PAIRS.key(3), PAIRS.key(-1), PAIRS.key(1))))
        .containsExactly(PAIRS.value(3), null, PAIRS.value(1));
  }

  private static long number(PairCursor cursor) {
    long number = cursor.valueHead();
    assertThat(PAIRS.isPair(cursor.keyHead(), number, cursor.valueTail())).isTrue();
    return number;
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsLabelAndHasAVersion(Peer peer) {
    assertThat(Peer.of(peer.label())).isSameAs(peer);
    assertThat(peer.version()).isNotBlank();
  }

  @Test
  void unknownLabelIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Peer.of("floppy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("floppy")
        .hasMessageContaining("cairn-lsm");
  }

  @Test
  void givesTheNextWeakerDurabilityThatItHas() {
    assertThat(Peer.ROCKSDB.given(Durability.PROCESS)).isEqualTo(Durability.PROCESS);
    assertThat(Peer.MAPDB.given(Durability.PROCESS)).isEqualTo(Durability.MEMORY);
    assertThat(Peer.CHRONICLE.given(Durability.DEVICE)).isEqualTo(Durability.PROCESS);
    assertThat(Peer.LMDB.given(Durability.MEMORY)).isEqualTo(Durability.PROCESS);
    assertThat(Peer.HEAP_SORTED.given(Durability.DEVICE)).isEqualTo(Durability.MEMORY);
  }
}

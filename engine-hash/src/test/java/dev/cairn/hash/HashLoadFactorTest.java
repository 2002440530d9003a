package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;

/** A store does what a map does however full its index gets, and the index is as large as that. */
@Tag("model")
class HashLoadFactorTest {
  private static final int KEYS = 1_500;
  private static final int STEPS = 2_500;

  @RandomizedTest(runs = 1)
  void agreesWithAMapAtBothEndsOfTheRange(Seed seed) {
    for (Probing probing : Probing.values()) {
      long roomyBytes = indexBytesAfterUse(probing, 0.25, seed);
      long tightBytes = indexBytesAfterUse(probing, 0.95, seed);

      // A chain has a node for each key whatever the factor is.
      double least = probing == Probing.CHAINED ? 1.4 : 2;
      assertThat((double) roomyBytes / tightBytes).as("%s", probing).isBetween(least, 4.5);
    }
  }

  private static long indexBytesAfterUse(Probing probing, double maxLoadFactor, Seed seed) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(4 << 20)
            .segmentBytes(64 << 10)
            .probing(probing)
            .maxLoadFactor(maxLoadFactor)
            .build();
    MemoryVfs files = new MemoryVfs();
    NavigableMap<Bytes, Bytes> model = new TreeMap<>();
    SplittableRandom random = seed.random();
    long indexBytes;
    try (HashStore store = HashStore.open(new KeptVfs(files), options, Background.none())) {
      for (int step = 0; step < STEPS; step++) {
        change(store, model, random);
        Bytes key = key(random);
        assertThat(Bytes.ofNullable(store.get(key.toArray()))).isEqualTo(model.get(key));
      }
      assertThat(Contents.of(store)).isEqualTo(model);
      store.verify();
      indexBytes = store.stats().indexBytes();
    }
    try (HashStore reopened = HashStore.open(new KeptVfs(files), options, Background.none())) {
      assertThat(Contents.of(reopened)).isEqualTo(model);
      reopened.verify();
    }
    return indexBytes;
  }

  private static void change(
      HashStore store, NavigableMap<Bytes, Bytes> model, SplittableRandom random) {
    Bytes key = key(random);
    if (random.nextInt(4) == 0) {
      store.delete(key.toArray());
      model.remove(key);
    } else {
      Bytes value = Bytes.of("value " + random.nextInt());
      store.put(key.toArray(), value.toArray());
      model.put(key, value);
    }
  }

  private static Bytes key(SplittableRandom random) {
    return Bytes.of("key " + random.nextInt(KEYS));
  }
}

package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Home;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
  private static final int PAIR_COUNT = 500;

  private final Pairs pairs = Pairs.ofDefaultSize();
  private final Population population = new Population(PAIR_COUNT);
  private final Ledger ledger = new Ledger(PAIR_COUNT, 1);
  private final StoreUnderTest store =
      Peer.HEAP_SORTED.open(
          new Home(Path.of("unused"), PAIR_COUNT, 100, 1 << 20, Durability.MEMORY));

  AccessTest() {
    for (long number = 0; number < PAIR_COUNT; number++) {
      store.put(pairs.key(number), pairs.value(number));
    }
  }

  @ParameterizedTest
  @EnumSource
  void worksOnAStoreThatIsRight(Access access) {
    run(access, 200);

    try (Site site = site()) {
      for (long number = 0; number < population.count(); number++) {
        byte[] value = site.reader().get(pairs.key(number));
        ledger.requireLast(number, Answers.requireValue(pairs, number, value));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"OVERWRITE", "OVERWRITE_BATCH", "GET_MISSING"},
      mode = EnumSource.Mode.EXCLUDE)
  void noticesAWrongValue(Access access) {
    for (long number = 0; number < PAIR_COUNT; number++) {
      store.put(pairs.key(number), pairs.value(number + 1));
    }

    assertThatThrownBy(() -> run(access, 200)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noticesAPairThatShouldBeMissing() {
    for (long number = PAIR_COUNT; number < 2 * PAIR_COUNT; number++) {
      store.put(pairs.key(number), pairs.value(number));
    }

    assertThatThrownBy(() -> run(Access.GET_MISSING, 1)).hasMessageContaining("never put");
  }

  @ParameterizedTest
  @EnumSource(names = {"SCAN", "REVERSE_SCAN"})
  void noticesAPairThatAScanDoesNotMeet(Access scan) {
    store.delete(pairs.key(PAIR_COUNT / 2));

    assertThatThrownBy(() -> run(scan, 10)).hasMessageContaining("met 499");
  }

  @ParameterizedTest
  @EnumSource(names = {"OVERWRITE", "OVERWRITE_BATCH", "YCSB_A", "YCSB_B", "YCSB_F"})
  void overwritesPutWhatWasNotThere(Access access) {
    run(access, 2000);

    assertThat(LongStream.range(0, PAIR_COUNT))
        .anyMatch(
            number -> !Arrays.equals(store.reader().get(pairs.key(number)), pairs.value(number)));
  }

  @ParameterizedTest
  @EnumSource(names = {"GET_NEWEST", "YCSB_A", "YCSB_B", "YCSB_F"})
  void noticesAReadThatIsStale(Access access) {
    run(Access.OVERWRITE_BATCH, 100);
    for (long number = 0; number < PAIR_COUNT; number++) {
      store.put(pairs.key(number), pairs.value(number));
    }

    assertThatThrownBy(() -> run(access, 200)).hasMessageContaining("not older than");
  }

  @Test
  void insertsAreCounted() {
    run(Access.YCSB_D, 2000);

    assertThat(population.count() - PAIR_COUNT).isBetween(50L, 150L);
    assertThat(population.initialCount()).isEqualTo(PAIR_COUNT);
  }

  @ParameterizedTest
  @EnumSource
  void thoseThatInsertAreKnown(Access access) {
    run(access, 500);

    assertThat(population.count() > PAIR_COUNT).isEqualTo(access.inserts());
  }

  private void run(Access access, int runs) {
    try (Site site = site();
        Operation operation = access.on(site)) {
      for (int i = 0; i < runs; i++) {
        operation.run();
      }
    }
  }

  private Site site() {
    return new Site(store, pairs, population, ledger.author(0), new SplittableRandom(1));
  }
}

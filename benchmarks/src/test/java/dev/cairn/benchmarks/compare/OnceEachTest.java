package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Home;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that lost a change, or made another, is found out, also if time was up in the middle. */
class OnceEachTest {
  private static final int PAIR_COUNT = 500;

  private final Pairs pairs = Pairs.ofDefaultSize();
  private final StoreUnderTest store =
      Peer.HEAP_SORTED.open(
          new Home(Path.of("unused"), PAIR_COUNT, 100, 1 << 20, Durability.MEMORY));

  @ParameterizedTest
  @CsvSource({"OVERWRITE, 500", "OVERWRITE, 200", "DELETE_HALF, 250", "DELETE_HALF, 100"})
  void noticesAChangeThatWasLost(OnceEach.Change kind, int changed) {
    OnceEach change = new OnceEach(kind);
    Permutation order = change.order(PAIR_COUNT);
    run(change, changed);
    change.requireChanged(store, pairs, PAIR_COUNT, order, changed);

    long number = order.number(changed - 1) * PAIR_COUNT / order.count();
    store.put(pairs.key(number), pairs.value(number));

    assertThatThrownBy(() -> change.requireChanged(store, pairs, PAIR_COUNT, order, changed))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({"OVERWRITE, 500", "OVERWRITE, 200", "DELETE_HALF, 250", "DELETE_HALF, 100"})
  void noticesAPairThatShouldBeThere(OnceEach.Change kind, int changed) {
    OnceEach change = new OnceEach(kind);
    Permutation order = change.order(PAIR_COUNT);
    run(change, changed);

    store.delete(pairs.key(PAIR_COUNT - 1)); // Which is odd: deletes leave it.

    assertThatThrownBy(() -> change.requireChanged(store, pairs, PAIR_COUNT, order, changed))
        .hasMessageContaining("expected its value, found none");
  }

  @ParameterizedTest
  @CsvSource({"OVERWRITE, 200", "DELETE_HALF, 100"})
  void noticesAChangeThatThereWasNoTimeFor(OnceEach.Change kind, int changed) {
    OnceEach change = new OnceEach(kind);
    Permutation order = change.order(PAIR_COUNT);
    run(change, changed + 1);

    assertThatThrownBy(() -> change.requireChanged(store, pairs, PAIR_COUNT, order, changed))
        .hasMessageContaining("expected its value");
  }

  private void run(OnceEach change, int changed) {
    for (long number = 0; number < PAIR_COUNT; number++) {
      store.put(pairs.key(number), pairs.value(number));
    }
    for (int place = 0; place < changed; place++) {
      change.apply(store, pairs, change.order(PAIR_COUNT).number(place));
    }
  }
}

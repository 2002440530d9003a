package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Bytes KEY = Bytes.of("key");

  @Test
  void newHistoryHasTheEmptyState() {
    History history = new History();

    assertThat(history.updateCount()).isZero();
    assertThat(history.stateAfter(0)).isEmpty();
    assertThat(history.firstMatching(Map.of(), 0, 0)).hasValue(0);
    assertThat(history.firstMatching(Map.of(KEY, KEY), 0, 0)).isEmpty();
  }

  @RandomizedTest(runs = 20)
  void everyStateIsRemembered(Seed seed) {
    History history = new History();
    List<NavigableMap<Bytes, Bytes>> states = new ArrayList<>();
    states.add(new TreeMap<>());
    for (Operation operation :
        new OperationGenerator(seed, Shape.keyValue().ordered().withMaxBytes(20, 30)).take(500)) {
      history.apply(operation);
      if (operation instanceof Operation.Update) {
        states.add(new TreeMap<>(history.model().content()));
      }
    }

    assertThat(history.updateCount()).isEqualTo(states.size() - 1);
    RandomGenerator random = seed.random();
    for (int tries = 0; tries < 50; tries++) {
      int updates = random.nextInt(states.size());
      int from = random.nextInt(updates + 1);
      int to = random.nextInt(updates, states.size());
      NavigableMap<Bytes, Bytes> state = states.get(updates);
      assertThat(history.stateAfter(updates)).isEqualTo(state);
      assertThat(history.firstMatching(state, from, to))
          .hasValue(from + states.subList(from, to + 1).indexOf(state));
    }
  }

  @Test
  void aKeyThatIsGoneIsRemembered() {
    History history = new History();
    Bytes other = Bytes.of("other");

    history.apply(new Operation.Put(KEY, KEY));
    history.apply(new Operation.Delete(KEY));
    history.apply(new Operation.Delete(other));
    history.apply(new Operation.CompareAndSet(Bytes.of("third"), KEY, KEY));

    assertThat(history.keys()).containsExactlyInAnyOrder(KEY, other);
  }

  @Test
  void onlyStatesOfTheIntervalMatch() {
    History history = new History();
    for (int i = 1; i <= 5; i++) {
      history.apply(new Operation.Put(KEY, Bytes.of("" + i)));
    }

    assertThat(history.firstMatching(Map.of(KEY, Bytes.of("3")), 1, 5)).hasValue(3);
    assertThat(history.firstMatching(Map.of(KEY, Bytes.of("3")), 3, 3)).hasValue(3);
    assertThat(history.firstMatching(Map.of(KEY, Bytes.of("3")), 4, 5)).isEmpty();
    assertThat(history.firstMatching(Map.of(KEY, Bytes.of("3")), 0, 2)).isEmpty();
    assertThat(history.firstMatching(Map.of(KEY, Bytes.of("6")), 0, 5)).isEmpty();
  }

  @Test
  void partOfABatchIsNoState() {
    History history = new History();
    Bytes other = Bytes.of("other");
    history.apply(
        new Operation.Write(
            List.of(new Operation.Put(KEY, KEY), new Operation.Put(other, other)),
            Durability.DEVICE));

    assertThat(history.updateCount()).isEqualTo(1);
    assertThat(history.firstMatching(Map.of(KEY, KEY), 0, 1)).isEmpty();
    assertThat(history.firstMatching(Map.of(KEY, KEY, other, other), 0, 1)).hasValue(1);
    assertThat(history.describeDifference(Map.of(KEY, KEY), 1))
        .isEqualTo("\"other\": expected \"other\", found null\n1 keys differ");
  }

  @Test
  void updateThatChangesNothingCountsAndReadsDoNot() {
    History history = new History();
    history.apply(new Operation.CompareAndSet(KEY, Bytes.of("no"), KEY));
    history.apply(new Operation.Get(KEY));
    history.apply(new Operation.Sync());

    assertThat(history.updateCount()).isEqualTo(1);
    assertThat(history.firstMatching(Map.of(), 0, 1)).hasValue(0);
    assertThat(history.firstMatching(Map.of(), 1, 1)).hasValue(1);
  }
}

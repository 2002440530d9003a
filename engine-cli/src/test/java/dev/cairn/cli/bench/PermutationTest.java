package dev.cairn.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 100, 1_000, 1_024, 1_025, 100_003})
  void showsEveryNumberOnce(int limit) {
    Permutation permutation = new Permutation(limit);
    BitSet seen = new BitSet();

    for (int i = 0; i < limit; i++) {
      seen.set((int) permutation.at(i));
    }

    assertThat(seen.cardinality()).isEqualTo(limit);
    assertThat(seen.length()).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 65_536})
  void neighboursAreFarApart(int limit) {
    Permutation permutation = new Permutation(limit);
    int ascents = 0;

    for (int i = 1; i < limit; i++) {
      ascents += permutation.at(i) > permutation.at(i - 1) ? 1 : 0;
    }

    assertThat(ascents).isBetween(limit * 4 / 10, limit * 6 / 10);
  }
}

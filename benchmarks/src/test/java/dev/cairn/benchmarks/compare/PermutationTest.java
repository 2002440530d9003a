package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 10, 999, 1000, 1024})
  void meetsEachNumberOnceAndKnowsItsPlace(long count) {
    Permutation permutation = Permutation.of(count);

    assertThat(LongStream.range(0, count).map(permutation::number).sorted())
        .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
    assertThat(LongStream.range(0, count))
        .allMatch(place -> permutation.place(permutation.number(place)) == place);
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000_000, 2_999_999_999L})
  void countsAsLargeAsStoresAre(long count) {
    Permutation permutation = Permutation.of(count);

    assertThat(LongStream.of(0, 1, count / 3, count - 1))
        .allMatch(place -> permutation.place(permutation.number(place)) == place);
  }
}

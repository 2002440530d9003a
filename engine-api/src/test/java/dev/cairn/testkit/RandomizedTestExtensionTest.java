package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RandomizedTestExtensionTest {
  private static List<Seed> seeds(int runs, String property, int factor) {
    return RandomizedTestExtension.seeds(runs, property, factor).toList();
  }

  @Test
  void seedsAreDifferentAndTheSameEachTime() {
    List<Seed> seeds = RandomizedTestExtension.seeds(100, null, 1).toList();

    assertThat(seeds).hasSize(100).doesNotHaveDuplicates();
    assertThat(RandomizedTestExtension.seeds(100, null, 1).toList()).isEqualTo(seeds);
    // More runs begin with the same ones, so that a longer run repeats the shorter.
    assertThat(RandomizedTestExtension.seeds(100, null, 3).toList())
        .hasSize(300)
        .doesNotHaveDuplicates()
        .startsWith(seeds.toArray(Seed[]::new));
  }

  @Test
  void oneSeedRunsAlone() {
    assertThat(seeds(100, "0x00000000000000ff", 5)).containsExactly(new Seed(255));
    assertThat(seeds(100, "-1", 1)).containsExactly(new Seed(-1));
  }

  @Test
  void randomSeedsAreOthers() {
    assertThat(seeds(10, "random", 1))
        .hasSize(10)
        .doesNotContainAnyElementsOf(RandomizedTestExtension.seeds(10, null, 1).toList());
  }

  @Test
  void noRunsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> seeds(0, "1", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> seeds(1, "1", 0));
  }

  @Test
  void textOfASeedCanBeParsed() {
    for (long value : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(Seed.parse(new Seed(value).toString())).isEqualTo(new Seed(value));
    }
    assertThat(new Seed(-2)).hasToString("0xfffffffffffffffe");
  }

  @Test
  void derivedSeedsDifferFromEachOtherAndFromTheirOrigin() {
    Seed seed = new Seed(1);

    assertThat(List.of(seed, seed.derive(0), seed.derive(1), seed.derive(2), new Seed(2).derive(0)))
        .doesNotHaveDuplicates();
    assertThat(seed.derive(1)).isEqualTo(seed.derive(1));
    assertThat(seed.random().nextLong()).isEqualTo(seed.random().nextLong());
  }

  @RandomizedTest(runs = 3)
  void seedIsGiven(Seed seed) {
    assertThat(seed).isNotEqualTo(new Seed(0));
  }
}

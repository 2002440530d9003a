package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.store.Peer;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final long PAIRS = 1_000_000;

  /** Three passes of a second and two of six, in which a store inserts 100,000 a second at most. */
  @Test
  void storeIsToldOfThePairsThatMayBeInsertedToo() {
    assertThat(trial(Workload.YCSB_C).home().pairCount()).isEqualTo(PAIRS);
    assertThat(trial(Workload.YCSB_D).home().pairCount()).isEqualTo(PAIRS + 1_500_000);
    assertThat(trial(Workload.YCSB_D).fillingHome().pairCount()).isEqualTo(PAIRS + 1_500_000);
    assertThat(trial(Workload.YCSB_D).rehearsal().home().pairCount()).isEqualTo(200_000 + 450_000);
    assertThat(trial(Workload.YCSB_E, "--threads=2").home().pairCount())
        .isEqualTo(PAIRS + 3_000_000);
  }

  private static Trial trial(Workload workload, String... arguments) {
    CompareOptions options = CompareOptions.parse(arguments);
    return new Trial(
        options,
        Peer.CHRONICLE,
        workload,
        PAIRS,
        options.pass(),
        0,
        options.directory().resolve("store"),
        0);
  }
}

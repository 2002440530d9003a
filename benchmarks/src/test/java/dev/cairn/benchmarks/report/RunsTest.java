package dev.cairn.benchmarks.report;

import static dev.cairn.benchmarks.compare.Unit.AMPLIFICATION;
import static dev.cairn.benchmarks.compare.Unit.KILO_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.compare.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {
  private static final String FIGURE = "readrandom";
  private static final String HASH = "cairn-hash";
  private static final String LSM = "cairn-lsm";
  private static final String PEER = "chronicle";
  private static final String OTHER_PEER = "heap-hash";

  @Test
  void figureOfMoreRoundsCountsAndThenTheLaterOneWhateverTheOrderOfTheFiles() {
    Run threeRounds =
        new MeasuredRun("2026-01-01").add(FIGURE, KILO_PER_SECOND, HASH, 3.0, 3.0, 3.0).run();
    Run earlier = new MeasuredRun("2026-01-02").add(FIGURE, KILO_PER_SECOND, HASH, 1.0).run();
    Run later = new MeasuredRun("2026-01-03").add(FIGURE, KILO_PER_SECOND, HASH, 2.0).run();

    assertThat(ours(threeRounds, earlier, later)).isEqualTo(3);
    assertThat(ours(later, earlier, threeRounds)).isEqualTo(3);
    assertThat(ours(earlier, later)).isEqualTo(2);
    assertThat(ours(later, earlier)).isEqualTo(2);
  }

  private static double ours(Run... runs) {
    return new Runs(List.of(runs)).find(MeasuredRun.key(FIGURE, HASH)).orElseThrow().median();
  }

  @Test
  void twoFiguresAreOfOneRunAndOfTheOneInWhichBothHaveMostRounds() {
    Run both =
        new MeasuredRun("2026-01-01")
            .add(FIGURE, KILO_PER_SECOND, HASH, 4.0, 4.0)
            .add(FIGURE, KILO_PER_SECOND, PEER, 2.0, 2.0)
            .run();
    Run fewer =
        new MeasuredRun("2026-01-02")
            .add(FIGURE, KILO_PER_SECOND, HASH, 5.0, 5.0, 5.0)
            .add(FIGURE, KILO_PER_SECOND, PEER, 1.0)
            .run();
    Run alone =
        new MeasuredRun("2026-01-03").add(FIGURE, KILO_PER_SECOND, HASH, 9.0, 9.0, 9.0).run();

    Runs runs = new Runs(List.of(both, fewer, alone));

    assertThat(
            runs.pair(MeasuredRun.key(FIGURE, HASH), MeasuredRun.key(FIGURE, PEER))
                .orElseThrow()
                .quotient())
        .isEqualTo(2);
  }

  @Test
  void bestPeerIsSoughtWhereMostPeersAre() {
    Run one =
        new MeasuredRun("2026-01-01")
            .add(FIGURE, KILO_PER_SECOND, HASH, 4.0)
            .add(FIGURE, KILO_PER_SECOND, PEER, 2.0)
            .add(FIGURE, KILO_PER_SECOND, OTHER_PEER, 8.0)
            .run();
    Run later =
        new MeasuredRun("2026-01-02")
            .add(FIGURE, KILO_PER_SECOND, HASH, 4.0)
            .add(FIGURE, KILO_PER_SECOND, PEER, 1.0)
            .run();

    Runs.Pairing best =
        new Runs(List.of(one, later)).bestPeer(MeasuredRun.key(FIGURE, HASH)).orElseThrow();

    assertThat(best.theirs().store()).isEqualTo(OTHER_PEER);
    assertThat(best.advantage()).isEqualTo(0.5);
  }

  @Test
  void rivalOfAnotherRunHasARowOfItsOwn() {
    Run one =
        new MeasuredRun("2026-01-01")
            .add(FIGURE, KILO_PER_SECOND, HASH, 4.0)
            .add(FIGURE, KILO_PER_SECOND, PEER, 2.0)
            .run();
    Run other =
        new MeasuredRun("2026-01-02")
            .add(FIGURE, KILO_PER_SECOND, HASH, 6.0)
            .add(FIGURE, KILO_PER_SECOND, OTHER_PEER, 4.0)
            .run();
    Run again =
        new MeasuredRun("2026-01-03")
            .add(FIGURE, KILO_PER_SECOND, HASH, 9.0)
            .add(FIGURE, KILO_PER_SECOND, OTHER_PEER, 3.0)
            .run();
    Run alone = new MeasuredRun("2026-01-04").add(FIGURE, KILO_PER_SECOND, HASH, 7.0).run();

    TextTable table =
        RatioTable.of(
            new Runs(List.of(one, other, again, alone)), Setting.USUAL, MeasuredRun.PAIRS, HASH);

    assertThat(table.markdown().lines().skip(2))
        .containsExactly(
            "| readrandom | k/s | 9.0 |  |  | 3.0 | 3.00 |",
            "| readrandom | k/s | 4.0 | 2.0 | 2.00 |  |  |");
  }

  @Test
  void figuresOfUnequalWorkHaveNoRatioAndWereNotCutShort() {
    String figure = "overwrite write amplification";
    Runs runs =
        new MeasuredRun("")
            .add(figure, AMPLIFICATION, Scope.NONE, HASH, 2.0)
            .add(figure, AMPLIFICATION, Scope.NONE, PEER, 4.0)
            .alone();

    assertThat(RatioTable.of(runs, Setting.USUAL, MeasuredRun.PAIRS, HASH).markdown().lines())
        .last()
        .isEqualTo("| overwrite write amplification | x | 2.00 | 4.00 | - |");
  }

  @Test
  void roundsArePairedByTheirNumbers() {
    Runs runs =
        new MeasuredRun("")
            .add(FIGURE, KILO_PER_SECOND, HASH, Double.NaN, 4.0, 6.0, 9.0)
            .add(FIGURE, KILO_PER_SECOND, PEER, 1.0, Double.NaN, 3.0)
            .alone();

    Runs.Pairing pairing =
        runs.pair(MeasuredRun.key(FIGURE, HASH), MeasuredRun.key(FIGURE, PEER)).orElseThrow();

    assertThat(pairing.quotients()).containsExactly(2.0);
    assertThat(pairing.quotient()).isEqualTo(3);
    assertThat(pairing.roundCount()).isEqualTo(2);
  }

  @Test
  void enginesAreRankedByTheRunThatHasMostOfThem() {
    Run both =
        new MeasuredRun("2026-01-01")
            .add(FIGURE, KILO_PER_SECOND, HASH, 4.0)
            .add(FIGURE, KILO_PER_SECOND, LSM, 2.0)
            .run();
    Run alone = new MeasuredRun("2026-01-02").add(FIGURE, KILO_PER_SECOND, HASH, 1.0).run();

    assertThat(
            new Runs(List.of(both, alone))
                .ranking(Setting.USUAL, MeasuredRun.PAIRS, FIGURE)
                .orElseThrow()
                .all())
        .containsExactly(both);
    assertThat(new Runs(List.of(alone)).ranking(Setting.USUAL, MeasuredRun.PAIRS, FIGURE))
        .isEmpty();
  }
}

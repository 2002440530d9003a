package dev.cairn.benchmarks.report;

import static dev.cairn.benchmarks.compare.Scope.CUT_SHORT;
import static dev.cairn.benchmarks.compare.Unit.AMPLIFICATION;
import static dev.cairn.benchmarks.compare.Unit.BYTES_PER_PAIR;
import static dev.cairn.benchmarks.compare.Unit.KILO_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdviceTest {
  private final MeasuredRun run = new MeasuredRun("");

  @Test
  void enginesWhoseRangesOverlapAreAsGoodAsEachOther() {
    run.add("readrandom", KILO_PER_SECOND, "cairn-hash", 90.0, 200.0, 210.0)
        .add("readrandom", KILO_PER_SECOND, "cairn-lsm", 80.0, 85.0, 90.0)
        .add("readrandom", KILO_PER_SECOND, "cairn-bptree", 70.0, 80.0, 89.0);

    assertThat(choices())
        .contains(
            "| reads of single keys | **hash** (200.0 k/s) or **LSM** (85.0 k/s) |"
                + " B+ tree 0.40 × |  |");
  }

  @Test
  void enginesWithinATenthAreAsGoodAsEachOther() {
    run.add("readrandom", KILO_PER_SECOND, "cairn-hash", 109.0, 109.0, 109.0)
        .add("readrandom", KILO_PER_SECOND, "cairn-lsm", 100.0, 100.0, 100.0)
        .add("readmissing", KILO_PER_SECOND, "cairn-hash", 120.0, 120.0, 120.0)
        .add("readmissing", KILO_PER_SECOND, "cairn-lsm", 100.0, 100.0, 100.0);

    assertThat(choices())
        .contains("| reads of single keys | **hash** (109.0 k/s) or **LSM** (100.0 k/s) |")
        .contains("| look-ups of absent keys | **hash** (120.0 k/s) | LSM 0.83 × |");
  }

  @Test
  void oneRoundRanksOnlyWhatDiffersByMoreThanAThirdAndSaysSo() {
    run.add("readrandom", KILO_PER_SECOND, "cairn-hash", 120.0)
        .add("readrandom", KILO_PER_SECOND, "cairn-lsm", 100.0)
        .add("readmissing", KILO_PER_SECOND, "cairn-hash", 140.0)
        .add("readmissing", KILO_PER_SECOND, "cairn-lsm", 100.0);

    assertThat(choices())
        .contains("| reads of single keys (one round) | **hash** (120.0 k/s) or **LSM** (100.0")
        .contains("| look-ups of absent keys (one round) | **hash** (140.0 k/s) | LSM 0.71 × |");
    assertThat(advice().strengths().get("cairn-lsm"))
        .containsExactly("reads of single keys (one round)");
  }

  @Test
  void hashEngineIsToldItsSizeWhereAStoreIsFilled() {
    run.add("fillrandom", KILO_PER_SECOND, "cairn-hash", 300.0, 300.0, 300.0)
        .add("fillrandom", KILO_PER_SECOND, "cairn-lsm", 100.0, 100.0, 100.0)
        .add("fillbatch", KILO_PER_SECOND, "cairn-hash", 100.0, 100.0, 100.0)
        .add("fillbatch", KILO_PER_SECOND, "cairn-lsm", 200.0, 200.0, 200.0);

    assertThat(choices())
        .contains("| single puts of new keys | **hash told its size** (300.0 k/s) | LSM 0.33 × |")
        .contains("| **LSM** (200.0 k/s) | hash told its size 0.50 × |");
  }

  @Test
  void partOfAWorkIsNotRanked() {
    run.add("fillrandom heap a pair", BYTES_PER_PAIR, "cairn-hash", 5.0, 5.0, 5.0)
        .add("fillrandom heap a pair", BYTES_PER_PAIR, "cairn-bptree", 9.0, 9.0, 9.0)
        .add("fillrandom heap a pair", BYTES_PER_PAIR, CUT_SHORT, "cairn-lsm", 0.1, 0.1, 0.1);

    assertThat(advice().costs().markdown()).contains("| heap, bytes a pair | **5.0** | 9.0 |  |");
  }

  @Test
  void costsThatAreAsLowAsTheLeastAreInBoldToo() {
    run.add("fillrandom write amplification", AMPLIFICATION, "cairn-hash", 1.0, 1.5, 3.0)
        .add("fillrandom write amplification", AMPLIFICATION, "cairn-lsm", 2.0, 2.5, 2.6)
        .add("fillrandom write amplification", AMPLIFICATION, "cairn-bptree", 4.0, 4.5, 5.0);

    assertThat(advice().costs().markdown())
        .contains("| bytes written for a byte of a fill | **1.50** | 4.50 | **2.50** |");
  }

  @Test
  void overwritesAreRankedWhereAllStoresDoTheSameWork() {
    run.add("overwrite", KILO_PER_SECOND, "cairn-hash", 1.0)
        .add("overwrite", KILO_PER_SECOND, "cairn-lsm", 2.0)
        .add("overwriteall", KILO_PER_SECOND, "cairn-hash", 4.0)
        .add("overwriteall", KILO_PER_SECOND, "cairn-lsm", 2.0);

    assertThat(choices())
        .contains("| overwrites (one round) | **hash** (4.0 k/s) | LSM 0.50 × |  |");
  }

  private Advice advice() {
    return new Advice(run.alone(), Setting.USUAL, MeasuredRun.PAIRS);
  }

  private String choices() {
    return advice().choices().markdown();
  }
}

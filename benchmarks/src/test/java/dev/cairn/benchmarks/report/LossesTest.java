package dev.cairn.benchmarks.report;

import static dev.cairn.benchmarks.compare.Unit.AMPLIFICATION;
import static dev.cairn.benchmarks.compare.Unit.BYTES_PER_PAIR;
import static dev.cairn.benchmarks.compare.Unit.KILO_PER_SECOND;
import static dev.cairn.benchmarks.compare.Unit.MICROS;
import static dev.cairn.benchmarks.compare.Unit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.compare.Scope;
import dev.cairn.benchmarks.compare.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final String ENGINE = "cairn-hash";
  private static final String PEER = "rocksdb";

  private final MeasuredRun run = new MeasuredRun("");

  @Test
  void peerThatIsBetterByMoreThanTheRoundsDifferIsThere() {
    add("get", KILO_PER_SECOND, 100, 200);
    add("put", KILO_PER_SECOND, 99, 100);
    add("overwriteall write amplification", AMPLIFICATION, Scope.SAME_DURABILITY, 2, 1);

    assertThat(losses()).containsExactly("get", "overwriteall write amplification");
  }

  @Test
  void hardlyAnyAmplificationOrMemoryIsNoLoss() {
    add("scan read amplification", AMPLIFICATION, 0.004, 0.0001);
    add("fillrandom heap a pair", BYTES_PER_PAIR, 0.9, 0.1);

    assertThat(losses()).isEmpty();
  }

  @Test
  void whatWaitsOnceAndWhatIsTakenOfTheMachineAreLossesToo() {
    add("overwriteall max", MICROS, 542_000, 23_000);
    add("readwhilewriting put max", MICROS, 20, 2);
    add("fillrandom max", MICROS, 20, 3);
    add("fillrandom memory outside the heap a pair", BYTES_PER_PAIR, 20, 4);
    add("fillrandom heap a pair", BYTES_PER_PAIR, 20, 5);
    add("fillrandom resident growth a pair", BYTES_PER_PAIR, 20, 6);
    add("seek10 CPU a pair", MICROS, 20, 7);
    add("reopen until open", MILLIS, 20, 8);

    assertThat(losses())
        .containsExactly(
            "overwriteall max",
            "readwhilewriting put max",
            "fillrandom max",
            "fillrandom memory outside the heap a pair",
            "fillrandom heap a pair",
            "fillrandom resident growth a pair",
            "seek10 CPU a pair",
            "reopen until open");
  }

  @Test
  void whatThePageSaysIsLeftOutIs() {
    add("fillrandom p50", MICROS, 2, 1);
    add("fillrandom p99.99", MICROS, 2, 1);
    add("readrandom max", MICROS, 2, 1);
    add("fillsync max", MICROS, 2, 1);
    add("fillbatch heap a pair", BYTES_PER_PAIR, 2, 1);
    add("fillrandom index a pair", BYTES_PER_PAIR, 2, 1);
    add("fillrandom settling", MILLIS, 2, 1);
    add("fillrandom device writes", Unit.MEGABYTES, 2, 1);
    add("fillrandom gc pauses", Unit.COUNT, 2, 1);
    add("overwrite write amplification", AMPLIFICATION, Scope.NONE, 2, 1);
    add("fillbatch space amplification", AMPLIFICATION, Scope.CUT_SHORT, 2, 1);

    assertThat(losses()).isEmpty();
    assertThat(Losses.LEFT_OUT).contains("a faster store writes more", "was cut short");
  }

  private void add(String figure, Unit unit, double ours, double theirs) {
    add(figure, unit, Scope.ANY, ours, theirs);
  }

  private void add(String figure, Unit unit, Scope scope, double ours, double theirs) {
    run.add(figure, unit, scope, ENGINE, ours).add(figure, unit, scope, PEER, theirs);
  }

  /** The figures, the worst first. */
  private List<String> losses() {
    return new Losses(run.alone(), Setting.USUAL)
        .of(ENGINE)
        .markdown()
        .lines()
        .skip(2)
        .map(line -> line.split("\\|", -1)[1].strip())
        .toList();
  }
}

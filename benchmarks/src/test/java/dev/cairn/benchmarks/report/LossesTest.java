package dev.cairn.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.benchmarks.compare.Scope;
import dev.cairn.benchmarks.compare.Summary;
import dev.cairn.benchmarks.compare.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final String ENGINE = "cairn-hash";
  private static final String PEER = "rocksdb";

  private final SequencedMap<Measurement.Key, Measurement> measurements = new LinkedHashMap<>();

  @Test
  void peerThatIsBetterByMoreThanTheRoundsDifferIsThere() {
    add("get", Unit.KILO_PER_SECOND, ENGINE, 100);
    add("get", Unit.KILO_PER_SECOND, PEER, 200);
    add("put", Unit.KILO_PER_SECOND, ENGINE, 99);
    add("put", Unit.KILO_PER_SECOND, PEER, 100);
    add("write amplification", Unit.AMPLIFICATION, ENGINE, 2);
    add("write amplification", Unit.AMPLIFICATION, PEER, 1);

    assertThat(losses()).contains("get", "write amplification").doesNotContain("put");
  }

  @Test
  void hardlyAnyAmplificationIsNoLoss() {
    add("read amplification", Unit.AMPLIFICATION, ENGINE, 0.004);
    add("read amplification", Unit.AMPLIFICATION, PEER, 0.0001);

    assertThat(losses()).doesNotContain("read amplification");
  }

  private void add(String figure, Unit unit, String store, double median) {
    Measurement.Key key = new Measurement.Key(Setting.USUAL, 1000, figure, store);
    measurements.put(
        key,
        new Measurement(
            key, "overwrite", unit, Scope.ANY, Durability.PROCESS, Summary.of(List.of(median))));
  }

  private String losses() {
    Run.Origin origin = new Run.Origin("", "", "", Map.of(), Map.of(), 1, "1", List.of());
    Run run = new Run(origin, Setting.USUAL, measurements, List.of());
    return new Losses(new Runs(List.of(run)), Setting.USUAL).of(ENGINE).markdown();
  }
}

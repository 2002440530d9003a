package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.store.Peer;
import org.junit.jupiter.api.Test;

class ReportTableTest {
  private final CompareOptions options =
      CompareOptions.parse("--stores=cairn,chronicle,heap", "--pairs=1000", "--rounds=1");
  private final Results results = new Results();

  @Test
  void aboveOneIsBetterWhateverTheUnit() {
    add(Peer.CAIRN, new Figure("get", Unit.KILO_PER_SECOND, Scope.ANY, 300));
    add(Peer.HEAP, new Figure("get", Unit.KILO_PER_SECOND, Scope.ANY, 200));
    add(Peer.CAIRN, new Figure("get p99", Unit.MICROS, Scope.ANY, 2));
    add(Peer.HEAP, new Figure("get p99", Unit.MICROS, Scope.ANY, 1));

    assertThat(row("get ")).endsWith("1.50");
    assertThat(row("get p99")).endsWith("0.50");
  }

  @Test
  void writesOfUnlikeDurabilityGetNoRatio() {
    add(Peer.CAIRN, new Figure("put", Unit.KILO_PER_SECOND, Scope.SAME_DURABILITY, 300));
    add(Peer.CHRONICLE, new Figure("put", Unit.KILO_PER_SECOND, Scope.SAME_DURABILITY, 100));
    add(Peer.HEAP, new Figure("put", Unit.KILO_PER_SECOND, Scope.SAME_DURABILITY, 200));

    assertThat(row("put")).contains("3.00").endsWith("-");
  }

  private void add(Peer peer, Figure figure) {
    results.add(new Trial(peer, 1000, options.pass(), 0, options.directory()), figure);
  }

  private String row(String name) {
    return new ReportTable(options, results)
        .toString()
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow()
        .stripTrailing();
  }
}

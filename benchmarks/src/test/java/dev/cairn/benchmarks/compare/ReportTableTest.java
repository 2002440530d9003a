package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTableTest {
  private final CompareOptions options =
      CompareOptions.parse("--stores=cairn-hash,chronicle,heap-hash", "--pairs=1000", "--rounds=1");
  private static final Screen WIDE = new Screen(200);

  @TempDir private Path directory;
  private final Results results = new Results(Instant.EPOCH);

  @Test
  void aboveOneIsBetterWhateverTheUnit() {
    add(Peer.CAIRN_HASH, new Figure("get", Unit.KILO_PER_SECOND, Detail.MAIN, Scope.ANY, 300));
    add(Peer.HEAP_HASH, new Figure("get", Unit.KILO_PER_SECOND, Detail.MAIN, Scope.ANY, 200));
    add(Peer.CAIRN_HASH, new Figure("get p99", Unit.MICROS, Detail.MAIN, Scope.ANY, 2));
    add(Peer.HEAP_HASH, new Figure("get p99", Unit.MICROS, Detail.MAIN, Scope.ANY, 1));

    assertThat(row("get ")).endsWith("1.50");
    assertThat(row("get p99")).endsWith("0.50");
  }

  @Test
  void writesOfUnlikeDurabilityGetNoRatio() {
    add(Peer.CAIRN_HASH, put(300));
    add(Peer.CHRONICLE, put(100));
    add(Peer.HEAP_HASH, put(200));

    assertThat(row("put")).contains("3.00").endsWith("unlike");
  }

  @Test
  void figureOfWhichARoundWasCutShortIsOneAndComparedWithNone() throws IOException {
    add(Peer.CAIRN_HASH, 0, put(300));
    add(
        Peer.CAIRN_HASH,
        1,
        new Figure("put", Unit.KILO_PER_SECOND, Detail.MAIN, Scope.CUT_SHORT, 200));
    add(Peer.CHRONICLE, 0, put(100));
    add(Peer.CHRONICLE, 1, put(100));

    assertThat(results.subjects()).hasSize(1);
    assertThat(row("put")).contains("250.0").endsWith(" -");
    assertThat(json())
        .containsOnlyOnce("\"store\": \"cairn-hash\", \"durability\"")
        .contains("\"scope\": \"CUT_SHORT\", \"store\": \"cairn-hash\"")
        .contains("\"scope\": \"SAME_DURABILITY\", \"store\": \"chronicle\"");
  }

  @Test
  void roundThatFailedHasItsPlaceInTheFile() throws IOException {
    add(Peer.CAIRN_HASH, 0, put(300));
    add(Peer.CAIRN_HASH, 2, put(100));
    add(Peer.CHRONICLE, 1, put(100));

    assertThat(row("put")).contains("200.0 [100.0 to 300.0]");
    assertThat(json())
        .contains("\"median\": 200.0, \"rounds\": [300.0, null, 100.0]")
        .contains("\"median\": 100.0, \"rounds\": [null, 100.0]");
  }

  private String json() throws IOException {
    Path report = directory.resolve("compare.json");
    ReportJson.write(
        CompareOptions.parse("--stores=cairn-hash,chronicle", "--report=" + report), results);
    return Files.readString(report);
  }

  @Test
  void figureThatOneStoreLacksGetsNoRatio() {
    add(Peer.CAIRN_HASH, put(300));

    assertThat(row("put")).contains("300.0").endsWith("-");
  }

  @Test
  void detailsAreShownOnRequestOnly() {
    add(Peer.CAIRN_HASH, new Figure("get p50", Unit.MICROS, Detail.ALL, Scope.ANY, 2));
    CompareOptions all = CompareOptions.parse("--stores=cairn-hash", "--pairs=1000", "--details");

    assertThat(new ReportTable(options, results, WIDE).toString()).doesNotContain("get p50");
    assertThat(new ReportTable(all, results, WIDE).toString()).contains("get p50");
  }

  @Test
  void storesForWhichThereIsNoRoomGetTablesOfTheirOwn() {
    add(Peer.CAIRN_HASH, put(300));
    add(Peer.CHRONICLE, put(100));
    add(Peer.HEAP_HASH, put(200));

    String narrow = new ReportTable(options, results, new Screen(110)).toString();

    assertThat(narrow.lines().filter(line -> line.startsWith("put")).toList())
        .hasSize(2)
        .allMatch(line -> line.contains("300.0"));
    assertThat(narrow.lines()).allMatch(line -> line.length() <= 160);
  }

  @Test
  void storesThatCannotBeHadAreLeftOut() {
    add(Peer.CAIRN_HASH, put(300));
    results.addUnavailable(Peer.CHRONICLE, "no such class");

    assertThat(new ReportTable(options, results, WIDE).toString()).doesNotContain("chronicle");
  }

  @Test
  void firstStoreThatCanBeHadIsTheOneThatOthersAreComparedWith() {
    add(Peer.CHRONICLE, put(100));
    add(Peer.HEAP_HASH, new Figure("get", Unit.KILO_PER_SECOND, Detail.MAIN, Scope.ANY, 50));
    add(Peer.CHRONICLE, new Figure("get", Unit.KILO_PER_SECOND, Detail.MAIN, Scope.ANY, 100));
    results.addUnavailable(Peer.CAIRN_HASH, "not on the class path");

    assertThat(row("get")).endsWith("2.00");
  }

  private static Figure put(double value) {
    return new Figure("put", Unit.KILO_PER_SECOND, Detail.MAIN, Scope.SAME_DURABILITY, value);
  }

  private void add(Peer peer, Figure figure) {
    add(peer, 0, figure);
  }

  private void add(Peer peer, int round, Figure figure) {
    results.add(
        new Trial(
            options, peer, Workload.OVERWRITE, 1000, options.pass(), round, options.directory(), 0),
        figure);
  }

  private String row(String name) {
    return new ReportTable(options, results, WIDE)
        .toString()
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow()
        .stripTrailing();
  }
}

package dev.cairn.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/**
 * The page of a small run, in which an engine is missing, a trial failed and a peer's writes
 * survive less. If it is meant to look otherwise, {@code performance.md} beside {@code
 * compare.json} is what changes.
 */
class ReportTest {
  @TempDir private Path directory;
  private Path json;
  private Path page;

  @BeforeEach
  void copyRun() throws IOException {
    // As the command does, before anything of AWT is loaded.
    System.setProperty("java.awt.headless", "true");
    json = Files.writeString(directory.resolve("compare.json"), resource("compare.json"));
    page = directory.resolve("docs/performance.md");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void report(Path... files) throws IOException {
    List<String> words =
        Stream.concat(Stream.of("--output", page.toString()), Stream.of(files).map(Path::toString))
            .toList();
    Report.run(words);
  }

  @Test
  void pageIsTheDocumentedOne() throws IOException {
    report(json);

    assertThat(Files.readString(page)).isEqualTo(resource("performance.md"));
  }

  @Test
  void picturesAreThoseThatThePageShows() throws Exception {
    report(json);

    List<String> shown =
        Files.readString(page)
            .lines()
            .filter(line -> line.startsWith("!["))
            .map(line -> line.replaceAll(".*\\((.*)\\)", "$1"))
            .toList();
    assertThat(shown).contains("performance/throughput-writes.svg", "performance/latency.svg");
    try (Stream<Path> files = Files.list(directory.resolve("docs/performance"))) {
      assertThat(files.map(file -> "performance/" + file.getFileName()).toList())
          .containsExactlyInAnyOrderElementsOf(shown);
    }
    String writes = Files.readString(directory.resolve("docs/" + shown.getFirst()));
    assertThat(writes).contains("fillrandom", "Cairn B+ tree", "MapDB *", "1,500.0");
    for (String picture : shown) {
      assertThat(parse(directory.resolve("docs/" + picture)).getDocumentElement().getTagName())
          .isEqualTo("svg");
    }
  }

  private static Document parse(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(file.toFile());
  }

  @Test
  void sameFileGivesTheSamePageAndPictures() throws IOException {
    report(json);
    String text = Files.readString(page);
    String picture = Files.readString(directory.resolve("docs/performance/latency.svg"));

    report(json);

    assertThat(Files.readString(page)).isEqualTo(text);
    assertThat(Files.readString(directory.resolve("docs/performance/latency.svg")))
        .isEqualTo(picture);
  }

  @Test
  void picturesOfAnEarlierReportGo() throws IOException {
    Path old = directory.resolve("docs/performance/old.svg");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "");

    report(json);

    assertThat(old).doesNotExist();
  }

  @Test
  void runOfPeersAloneHasAPageToo() throws IOException {
    String peers = Files.readString(json).replaceAll("\\s*\\{\"pairs\".*\"cairn-.*\\},?", "");
    Files.writeString(json, peers.replaceAll(",(\\s*)\\]", "$1]"));

    report(json);

    assertThat(Files.readString(page)).contains("Throughput").doesNotContain("Which engine");
  }

  @Test
  void severalSizesShowGrowthAndOtherSettingsGetTables() throws IOException {
    Path smaller =
        Files.writeString(
            directory.resolve("100k.json"),
            Files.readString(json).replace("\"pairs\": 1000000", "\"pairs\": 100000"));
    Path larger =
        Files.writeString(
            directory.resolve("10m.json"),
            Files.readString(json).replace("\"pairs\": 1000000", "\"pairs\": 10000000"));
    Path forced =
        Files.writeString(
            directory.resolve("device.json"),
            Files.readString(json)
                .replace(
                    "\"durability\": \"PROCESS\",\n  \"budget",
                    "\"durability\": \"DEVICE\",\n  \"budget"));

    report(smaller, json, larger, forced);

    assertThat(Files.readString(page))
        .contains("growth.svg")
        .contains("| 100,000 pairs | 1,000,000 pairs | 10,000,000 pairs |")
        .contains("With durability DEVICE, 1,000,000 pairs");
  }

  @Test
  void enginesAreRankedByTheLastRunThatHasSeveral() throws IOException {
    String run = Files.readString(json);
    Path alone =
        Files.writeString(
            directory.resolve("alone.json"),
            run.replaceAll("\\s*\\{\"pairs\".*\"(cairn-hash|chronicle)\".*\\},?", "")
                .replace("\"median\": 1000.0, \"rounds\": [990.0, 1010.0]", "\"rounds\": [9000.0]")
                .replaceAll(",(\\s*)\\]", "$1]"));

    report(json, alone);

    assertThat(Files.readString(page))
        .contains("| reads of single keys | **hash** (3,000.0 k/s) | B+ tree 0.33 × |")
        .contains("| readrandom | k/s | 9,000.0 |")
        .contains("| readrandom | 1,000,000 | 1,000.0 [990.0 to 1,010.0] k/s | Chronicle Map: ");

    Path both =
        Files.writeString(
            directory.resolve("both.json"), run.replace("[2900.0, 3100.0]", "[200.0, 200.0]"));

    report(json, alone, both);

    assertThat(Files.readString(page))
        .contains("| reads of single keys | **B+ tree** (1,000.0 k/s) | hash 0.20 × |");
  }

  @Test
  void refusesWhatIsNoReport() throws IOException {
    Path other = Files.writeString(directory.resolve("other.json"), "{\"version\": 2}");
    Path newer = Files.writeString(directory.resolve("newer.json"), "{\"version\": 3}");
    Path broken = Files.writeString(directory.resolve("broken.json"), "{");

    assertThatThrownBy(() -> report(other)).hasMessageContaining("field 'valueBytes'");
    assertThatThrownBy(() -> report(newer)).hasMessageContaining("version 3: expected 2");
    assertThatThrownBy(() -> report(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.json: no report of cairn compare");
    assertThatThrownBy(() -> report(directory.resolve("absent.json")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Report.run(List.of("--output=page.html")))
        .hasMessageContaining("ends in .md");
  }
}

package dev.cairn.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
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
  void aRunMayBePacked() throws IOException {
    Path packed = directory.resolve("compare.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(json, out);
    }

    report(packed);

    assertThat(Files.readString(page)).isEqualTo(resource("performance.md"));
    assertThatThrownBy(() -> report(Files.copy(json, directory.resolve("not-packed.json.gz"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not-packed.json.gz: no report of cairn compare");
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
        .contains("Throughput with durability DEVICE, 1,000,000 pairs");
  }

  @Test
  void everyRatioIsThatOfTheFiguresBesideIt() throws IOException {
    String run = Files.readString(json);
    Path alone = write("alone.json", of("cairn-hash|chronicle", changed(run)));
    Path hash = write("hash.json", of("cairn-hash", changed(changed(run))));

    report(json, alone, hash);

    List<String[]> rows =
        Files.readString(page)
            .lines()
            .filter(line -> line.matches("\\| \\S.* \\| (k/s|µs|x) \\| .*"))
            .map(line -> line.replaceAll(" \\[[^]]*]|,", "").split(" *\\| *", -1))
            .toList();
    assertThat(rows).hasSizeGreaterThan(5);
    int ratios = 0;
    for (String[] row : rows) {
      for (int i = 4; i + 1 < row.length; i += 2) {
        if (row[i + 1].matches("[0-9.]+")) {
          assertThat(Double.parseDouble(row[i + 1]))
              .as(String.join(" ", row))
              .isCloseTo(Double.parseDouble(row[3]) / Double.parseDouble(row[i]), within(0.01));
          ratios++;
        }
      }
    }
    assertThat(ratios).isEqualTo(4);
  }

  /**
   * Stores are compared within one run: one of fewer stores changes nothing, though it is later and
   * has more rounds.
   */
  @Test
  void picturesShowTheRunThatHasMostStores() throws IOException {
    String both =
        Files.readString(json)
            .replaceAll(
                "(\\{\"pairs\".*)\"cairn-hash\"(.*\\})(,?)",
                "$1\"cairn-hash\"$2,\n$1\"chronicle\"$2$3");
    Path one = write("one.json", both);
    Path two = write("two.json", both.replace("\"pairs\": 1000000", "\"pairs\": 100000"));
    Path alone = write("alone.json", of("cairn-hash", changed(both)));

    report(one, two);
    Map<String, String> pictures = pictures();
    report(one, two, alone);

    assertThat(pictures)
        .containsKeys("growth.svg", "latency.svg", "pauses-growing.svg", "memory.svg");
    assertThat(pictures()).isEqualTo(pictures);
  }

  @Test
  void orderOfTheFilesSaysNothing() throws IOException {
    Path later = write("later.json", changed(Files.readString(json)));

    report(json, later);
    String text = Files.readString(page);
    Map<String, String> pictures = pictures();
    report(later, json);

    assertThat(Files.readString(page)).isEqualTo(text);
    assertThat(pictures()).isEqualTo(pictures);
  }

  @Test
  void roundsThatTwoStoresDoNotBothHaveAreNotPaired() throws IOException {
    Files.writeString(
        json,
        Files.readString(json)
            .replace(
                "\"median\": 1500.0, \"rounds\": [1400.0, 1600.0]",
                "\"median\": 1200.0, \"rounds\": [null, 1000.0, 1400.0]")
            .replace("[2000.0, 2000.0]", "[2000.0, null, 2000.0]"));

    report(json);

    assertThat(Files.readString(page))
        .contains("| single put in no order, by Chronicle Map | ≥ 1 × | **missed** 0.60 × |");
  }

  @Test
  void fileThatDoesNotTellOfHugePagesIsReadToo() throws IOException {
    Files.writeString(json, Files.readString(json).replace("\"hugePages\": \"madvise\", ", ""));

    report(json);

    String row = "| Transparent huge pages | madvise |\n";
    assertThat(Files.readString(page)).isEqualTo(resource("performance.md").replace(row, ""));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** A day later, with one more round, and with everything two and a half times as large. */
  private static String changed(String run) {
    Matcher date = Pattern.compile("2026-11-(\\d+)").matcher(run);
    String later = date.replaceAll(found -> "2026-11-" + (Integer.parseInt(found.group(1)) + 1));
    Matcher rounds = Pattern.compile("\"rounds\": \\[([\\d.]+),").matcher(later);
    return rounds
        .replaceAll(found -> {
          double larger = 2.5 * Double.parseDouble(found.group(1));
          return "\"rounds\": [" + larger + ", " + larger + ",";
        })
        .replace("12000000", "30000000");
  }

  /** What a run says about some stores. */
  private static String of(String stores, String run) {
    String rest = run.replaceAll("\\s*\\{\"pairs\"(?!.*\"(" + stores + ")\").*\\},?", "");
    return rest.replaceAll(",(\\s*)\\]", "$1]");
  }

  private Map<String, String> pictures() throws IOException {
    Map<String, String> pictures = new TreeMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory.resolve("docs/performance"))) {
      for (Path file : files) {
        pictures.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return pictures;
  }

  @Test
  void refusesWhatIsNoReport() throws IOException {
    Path other = Files.writeString(directory.resolve("other.json"), "{\"version\": 3}");
    Path newer = Files.writeString(directory.resolve("newer.json"), "{\"version\": 4}");
    Path broken = Files.writeString(directory.resolve("broken.json"), "{");

    assertThatThrownBy(() -> report(other)).hasMessageContaining("field 'valueBytes'");
    assertThatThrownBy(() -> report(newer)).hasMessageContaining("version 4: expected 3");
    assertThatThrownBy(() -> report(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.json: no report of cairn compare");
    assertThatThrownBy(() -> report(directory.resolve("absent.json")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Report.run(List.of("--output=page.html")))
        .hasMessageContaining("ends in .md");
  }
}

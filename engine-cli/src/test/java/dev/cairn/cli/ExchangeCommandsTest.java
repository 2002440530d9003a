package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.ORDERED;
import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.cli.Shell.Outcome;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** import and export. */
class ExchangeCommandsTest {
  @TempDir private Path temp;
  private final Shell shell = new Shell();

  private Path storeOf(Map<String, byte[]> pairs) {
    Path directory = temp.resolve("from");
    try (KeyValueStore store = Stores.open(directory, PLAIN)) {
      pairs.forEach((key, value) -> store.put(key.getBytes(ISO_8859_1), value));
    }
    return directory;
  }

  private static Map<String, String> contentOf(Path directory) {
    Map<String, String> content = new TreeMap<>();
    try (KeyValueStore store = Stores.open(directory, PLAIN)) {
      store.forEach((key, value) ->
          content.put(
              HexFormat.of().formatHex(key.toArray(ValueLayout.JAVA_BYTE)),
              HexFormat.of().formatHex(value.toArray(ValueLayout.JAVA_BYTE))));
    }
    return content;
  }

  private static Map<String, byte[]> arbitraryBytes() {
    Random random = new Random(7);
    Map<String, byte[]> pairs = new TreeMap<>();
    pairs.put("", new byte[0]);
    for (int i = 0; i < 3_000; i++) {
      byte[] key = new byte[random.nextInt(20)];
      byte[] value = new byte[random.nextInt(200)];
      random.nextBytes(key);
      random.nextBytes(value);
      pairs.put(new String(key, ISO_8859_1), value);
    }
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    pairs.put(new String(every, ISO_8859_1), every);
    byte[] large = new byte[5 << 20];
    random.nextBytes(large);
    pairs.put("large", large);
    return pairs;
  }

  @ParameterizedTest
  @CsvSource({"ndjson,base64", "ndjson,hex", "tsv,base64", "tsv,hex"})
  void arbitraryBytesComeBack(String format, String encoding) {
    Path from = storeOf(arbitraryBytes());
    Path file = temp.resolve("file");
    Path to = temp.resolve("to");

    Outcome export = shell.run("export", from, file, "--format", format, "--encoding", encoding);
    Outcome imported =
        shell.run(
            "import", to, file, "--format", format, "--encoding", encoding, "--engine", PLAIN);

    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(contentOf(to)).hasSizeGreaterThan(2_500).isEqualTo(contentOf(from));
    assertThat(temp.resolve("file.partial")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ndjson", "tsv"})
  void arbitraryTextComesBack(String format) {
    Random random = new Random(8);
    Map<String, byte[]> pairs = new TreeMap<>();
    for (int i = 0; i < 2_000; i++) {
      String key = arbitraryText(random);
      pairs.put(new String(key.getBytes(UTF_8), ISO_8859_1), arbitraryText(random).getBytes(UTF_8));
    }
    Path from = storeOf(pairs);
    Path to = temp.resolve("to");

    Outcome export = shell.run("export", from, "--format", format, "--encoding", "text");
    Outcome imported =
        shell
            .input(export.outBytes())
            .run("import", to, "-", "--format", format, "--encoding", "text", "--engine", PLAIN);

    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(contentOf(to)).hasSizeGreaterThan(1_000).isEqualTo(contentOf(from));
  }

  /** Short, and rich in what formats stumble over. */
  private static String arbitraryText(Random random) {
    String pitfalls = "\t\n\r\\\"/ \u0000\u0001\u007f\u0085\u2028\ufeffntrux{},:";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      if (random.nextInt(3) > 0) {
        text.append(pitfalls.charAt(random.nextInt(pitfalls.length())));
      } else {
        int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
        boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        text.appendCodePoint(half ? 'x' : codePoint);
      }
    }
    return text.toString();
  }

  @Test
  void exportOfAnOrderedEngineIsInOrder() {
    Path from = temp.resolve("from");
    for (String key : new String[] {"b", "c", "a"}) {
      shell.run("put", from, key, "v", "--engine", ORDERED);
    }

    Outcome export = shell.run("export", from, "--encoding", "text");

    assertThat(export.out())
        .isEqualTo(
            """
            {"key":"a","value":"v"}
            {"key":"b","value":"v"}
            {"key":"c","value":"v"}
            """);
    assertThat(export.err()).isEqualTo("cairn: 3 pairs exported\n");
  }

  @Test
  void exportOfBytesAsTextIsRefused() {
    Path from = storeOf(Map.of("a\u00ff", new byte[0]));
    Path file = temp.resolve("file");

    Outcome export = shell.run("export", from, file, "--encoding", "text");

    assertThat(export.exitCode()).isEqualTo(1);
    assertThat(export.err())
        .isEqualTo("cairn: not UTF-8 text: 61ff; use --encoding base64 or hex\n");
    assertThat(file).doesNotExist();
    assertThat(temp.resolve("file.partial")).doesNotExist();
  }

  @Test
  void importTakesAnyWayOfWritingJson() {
    Outcome imported =
        importText(
            "ndjson",
            """
            { "value" : "\\u00fc\\ud83d\\ude00\\/\\b\\f" , "key":"a" }\r

            {"key":"b","value":""}\
            """);

    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(shell.run("get", temp.resolve("to"), "a").out()).isEqualTo("ü😀/\b\f");
    assertThat(shell.run("get", temp.resolve("to"), "b").exitCode()).isZero();
    assertThat(imported.err()).isEqualTo("cairn: 2 pairs imported\n");
  }

  private Outcome importText(String format, String text, String... more) {
    Object[] arguments = new Object[9 + more.length];
    Object[] first = {
      "import", temp.resolve("to"), "-", "--format", format, "--encoding", "text", "--engine", PLAIN
    };
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(more, 0, arguments, first.length, more.length);
    return shell.input(text).run(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "[]",
        "{}",
        "{\"key\":\"a\"}",
        "{\"value\":\"a\"}",
        "{\"key\":\"a\",\"value\":1}",
        "{\"key\":\"a\",\"value\":null}",
        "{\"key\":\"a\",\"value\":\"b\",\"more\":\"c\"}",
        "{\"key\":\"a\",\"key\":\"b\",\"value\":\"c\"}",
        "{\"key\":\"a\",\"value\":\"b\"} x",
        "{\"key\":\"a\",\"value\":\"b\"",
        "{\"key\":\"a\",\"value\":\"b",
        "{\"key\":\"a\",\"value\":\"\\",
        "{\"key\":\"a\",\"value\":\"\\q\"}",
        "{\"key\":\"a\",\"value\":\"\\u12\"}",
        "{\"key\":\"a\",\"value\":\"\\u１２３４\"}",
        "{\"key\":\"a\",\"value\":\"\\ud800\"}",
        "{\"key\":\"a\",\"value\":\"tab\there\"}",
        "{\"key\":\"a\",\"value\":\"b\",}",
        "{key:\"a\",\"value\":\"b\"}"
      })
  void badJsonIsRefusedWithItsLine(String line) {
    Outcome imported = importText("ndjson", "{\"key\":\"good\",\"value\":\"1\"}\n" + line + "\n");

    assertThat(imported.exitCode()).isEqualTo(1);
    assertThat(imported.err())
        .contains("cairn: line 2: ")
        .contains("import stopped: 1 lines were applied, none after");
    assertThat(shell.run("get", temp.resolve("to"), "good").out()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no tab", "two\ttabs\there", "a\\x\tb", "a\tb\\"})
  void badTsvIsRefusedWithItsLine(String line) {
    Outcome imported = importText("tsv", "good\t1\n\n" + line + "\nafter\t2\n");

    assertThat(imported.exitCode()).isEqualTo(1);
    assertThat(imported.err()).contains("cairn: line 3: ").contains("2 lines were applied");
    assertThat(shell.run("get", temp.resolve("to"), "after").exitCode()).isEqualTo(1);
  }

  @Test
  void badUtf8IsRefusedWithItsLine() {
    byte[] bytes = "a\t1\nb\t\u00ff\nc\t3\n".getBytes(ISO_8859_1);

    Outcome imported =
        shell
            .input(bytes)
            .run(
                "import",
                temp.resolve("to"),
                "-",
                "--format",
                "tsv",
                "--encoding",
                "text",
                "--engine",
                PLAIN);

    assertThat(imported.exitCode()).isEqualTo(1);
    assertThat(imported.err()).contains("cairn: line 2: not UTF-8");
  }

  @Test
  void badBase64AndHexAreRefused() {
    for (String encoding : new String[] {"base64", "hex"}) {
      Outcome imported =
          shell
              .input("a=b\tx")
              .run(
                  "import",
                  temp.resolve("to"),
                  "-",
                  "--format",
                  "tsv",
                  "--encoding",
                  encoding,
                  "--engine",
                  PLAIN);

      assertThat(imported.exitCode()).isEqualTo(1);
      assertThat(imported.err()).contains("line 1: not ");
    }
  }

  @Test
  void keyThatIsTooLongIsABadLine() {
    Outcome imported = importText("tsv", "k".repeat(65_536) + "\tv");

    assertThat(imported.exitCode()).isEqualTo(1);
    assertThat(imported.err()).contains("line 1: key of 65536");
  }

  @Test
  void badLinesAreSkippedIfWanted() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append(i % 100 == 50 ? "bad\n" : "k" + i + "\tv" + i + "\n");
    }

    Outcome imported = importText("tsv", text.toString(), "--skip-bad");

    assertThat(imported.exitCode()).isZero();
    assertThat(imported.err())
        .contains("line 51: no tab between key and value; skipped")
        .contains("40 more bad lines were skipped")
        .endsWith("cairn: 4,950 pairs imported, 50 lines skipped\n");
    assertThat(contentOf(temp.resolve("to"))).hasSize(4_950);
  }

  @Test
  void stoppedImportHasAppliedExactlyTheLinesBefore() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < 2_345; i++) {
      text.append("k" + i + "\tv\n");
    }
    text.append("bad\nlast\tv\n");

    Outcome imported = importText("tsv", text.toString());

    assertThat(imported.err())
        .contains("import stopped: 2,344 lines were applied, none after")
        .contains("line 2345: ");
    assertThat(contentOf(temp.resolve("to"))).hasSize(2_344);
  }

  @Test
  void absentFileIsNamed() throws IOException {
    Path file = temp.resolve("absent.tsv");

    Outcome imported = shell.run("import", temp.resolve("to"), file, "--engine", PLAIN);

    assertThat(imported.exitCode()).isEqualTo(3);
    assertThat(imported.err()).isEqualTo("cairn: " + file + ": no such file or directory\n");
    assertThat(Files.exists(temp.resolve("to"))).isFalse();
  }

  @Test
  void directoryIsNoFile() {
    Outcome imported = shell.run("import", temp.resolve("to"), temp, "--engine", PLAIN);

    assertThat(imported.exitCode()).isEqualTo(3);
    assertThat(imported.err()).isEqualTo("cairn: " + temp + ": is a directory\n");
    assertThat(Files.exists(temp.resolve("to"))).isFalse();
  }

  @Test
  void exportNamesTheDirectoryThatIsAbsent() {
    Path absent = temp.resolve("absent");

    Outcome exported =
        shell.run("export", storeOf(Map.of("a", new byte[0])), absent.resolve("file"));

    assertThat(exported.exitCode()).isEqualTo(3);
    assertThat(exported.err()).isEqualTo("cairn: " + absent + ": no such file or directory\n");
  }

  @Test
  void exportReplacesAFileOnlyWhenItIsComplete() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "old");
    Path bytes = storeOf(Map.of("\u00ff", new byte[0]));

    shell.run("export", bytes, file, "--encoding", "text");
    assertThat(file).hasContent("old");

    shell.run("export", bytes, file);
    assertThat(file).hasContent("{\"key\":\"/w==\",\"value\":\"\"}\n");
  }

  @Test
  void exportToADirectoryIsRefusedAndLeavesIt() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("directory"));

    Outcome exported = shell.run("export", storeOf(Map.of("a", new byte[0])), directory);

    assertThat(exported.exitCode()).isEqualTo(3);
    assertThat(exported.err()).hasLineCount(1).contains(directory + ": ");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void exportGoesIntoAPipeAndThroughALinkAndReplacesNeither() throws Exception {
    Path store = storeOf(Map.of("a", new byte[0]));
    Path pipe = temp.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path file = Files.writeString(temp.resolve("file"), "old");
    Path link = Files.createSymbolicLink(temp.resolve("link"), file);
    FutureTask<String> reader = new FutureTask<>(() -> Files.readString(pipe));
    Thread.ofPlatform().daemon().start(reader);

    Outcome toPipe = shell.run("export", store, pipe);
    Outcome toLink = shell.run("export", store, link);

    assertThat(toPipe.exitCode()).as(toPipe.err()).isZero();
    assertThat(reader.get()).isEqualTo("{\"key\":\"YQ==\",\"value\":\"\"}\n");
    assertThat(toLink.exitCode()).as(toLink.err()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("{\"key\":\"YQ==\",\"value\":\"\"}\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void exportThroughALinkToNothingMakesTheFileAndKeepsTheLink() throws IOException {
    Path store = storeOf(Map.of("a", new byte[0]));
    Path file = Files.createDirectory(temp.resolve("there")).resolve("file");
    Path near = Files.createSymbolicLink(temp.resolve("near"), Path.of("there", "far"));
    Path far = Files.createSymbolicLink(temp.resolve("there").resolve("far"), Path.of("file"));
    Path round = Files.createSymbolicLink(temp.resolve("round"), temp.resolve("round"));

    Outcome toLink = shell.run("export", store, near);
    Outcome toItself = shell.run("export", store, round);

    assertThat(toLink.exitCode()).as(toLink.err()).isZero();
    assertThat(near).isSymbolicLink();
    assertThat(far).isSymbolicLink();
    assertThat(file).isRegularFile().hasContent("{\"key\":\"YQ==\",\"value\":\"\"}\n");
    assertThat(toItself.exitCode()).isEqualTo(3);
    assertThat(toItself.err()).isEqualTo("cairn: " + round + ": too many links\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void exportKeepsThePermissionsOfTheFileThatItReplaces() throws IOException {
    Path store = storeOf(Map.of("a", new byte[0]));
    Path file = Files.writeString(temp.resolve("file"), "old");
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw--w----");
    Files.setPosixFilePermissions(file, permissions);

    shell.run("export", store, file);

    assertThat(file).hasContent("{\"key\":\"YQ==\",\"value\":\"\"}\n");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
  }
}

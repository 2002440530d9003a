package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.ORDERED;
import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.cli.Shell.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** stats, verify, checkpoint, and what goes wrong with a store as a whole. */
class StoreCommandsTest {
  @TempDir private Path temp;
  private final Shell shell = new Shell();
  private Path store;

  @BeforeEach
  void fill() {
    store = temp.resolve("store");
    try (KeyValueStore open = Stores.open(store, PLAIN)) {
      for (int i = 0; i < 1_234; i++) {
        open.put(("key" + i).getBytes(UTF_8), ("value" + i).getBytes(UTF_8));
      }
    }
  }

  @Test
  void statsForPeople() {
    Outcome stats = shell.run("stats", store, "--budget", "64M");

    assertThat(stats.exitCode()).isZero();
    assertThat(stats.out())
        .contains("engine  test-plain\n")
        .containsPattern("entries +1,234\n")
        .containsPattern("memory budget +67,108,864 B +64.0 MiB\n");
  }

  @Test
  void statsForPrograms() {
    Outcome stats = shell.run("stats", store, "--json");

    assertThat(stats.out())
        .startsWith("{\"engine\":\"test-plain\",")
        .contains("\"failed\":false,\"entryCount\":1234,")
        .endsWith("\"details\":{\"batches\":0}}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void statsLeaveOutWhatCountsFromTheirOwnOpening(String engine) {
    Path real = temp.resolve(engine);
    fill(real, engine);

    String all = shell.run("stats", real).out() + shell.run("stats", real, "--json").out();

    assertThat(all)
        .doesNotContainPattern(
            "(?i)stall|gets|(cache|index)(Hits|Misses)|throttled|writeAmplification")
        .doesNotContainPattern("(flush|compaction|checkpoint|reclaimedSegment|indexImage)Count")
        .doesNotContain("pagesRead", "pageBytesWritten", "pagesEvicted")
        .contains("entryCount", "memory budget");
  }

  @Test
  void verifySaysWhatItFound() {
    Outcome verify = shell.run("verify", store);

    assertThat(verify.exitCode()).isZero();
    assertThat(verify.out()).startsWith(store + ": sound, 1,234 entries, ");
  }

  @Test
  void damageEndsWithFourAndNamesThePlace() throws IOException {
    Path journal = store.resolve("journal");
    byte[] bytes = Files.readAllBytes(journal);
    bytes[22] ^= 1; // In the first key.
    Files.write(journal, bytes);

    for (String command : new String[] {"verify", "stats", "scan", "export"}) {
      Outcome outcome = shell.run(command, store);

      assertThat(outcome.exitCode()).isEqualTo(4);
      assertThat(outcome.err())
          .startsWith("cairn: " + store.resolve("journal") + ": checksum at position ")
          .hasLineCount(1);
    }
  }

  @Test
  void checkpointIsAStore() {
    Path copy = temp.resolve("copy");

    Outcome checkpoint = shell.run("checkpoint", store, copy);

    assertThat(checkpoint.exitCode()).as(checkpoint.err()).isZero();
    assertThat(checkpoint.out()).isEqualTo(copy + ": copy of 1,234 entries\n");
    assertThat(shell.run("get", copy, "key77").out()).isEqualTo("value77");
  }

  @Test
  void checkpointIntoSomethingElseIsRefused() {
    Outcome checkpoint = shell.run("checkpoint", store, temp);

    assertThat(checkpoint.exitCode()).isEqualTo(2);
    assertThat(checkpoint.err()).contains("empty directory").hasLineCount(1);
  }

  @Test
  void salvageTellsOfEachDamageAndOfTheNewStore() {
    Path target = temp.resolve("rescued");

    Outcome salvage = shell.run("salvage", store, target);

    assertThat(salvage.exitCode()).isEqualTo(1);
    assertThat(salvage.out())
        .isEqualTo(
            "journal: a batch at position 8, 25 bytes: pairs may be lost, of keys from a up to"
                + " b\\n\n"
                + target
                + ": 1 entries; 1 damages, 25 bytes that may have held entries\n");
    assertThat(shell.run("get", target, "c").out()).isEqualTo("d");
  }

  @Test
  void salvageAsksForTheEngineThatTheStoreDoesNotName() throws IOException {
    Files.writeString(store.resolve("STORE"), "damaged");
    Path target = temp.resolve("rescued");

    assertThat(shell.run("salvage", store, target).exitCode()).isEqualTo(2);
    assertThat(shell.run("salvage", store, target, "--engine", PLAIN).exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void salvageBringsAllButTheDamagedPartToANewStore(String engine) throws IOException {
    Path damaged = temp.resolve("damaged");
    fill(damaged, engine);
    flipBitOfValue(damaged, 77);
    Path target = temp.resolve("rescued");

    Outcome salvage = shell.run("salvage", damaged, target, "--budget", "256M");

    assertThat(salvage.exitCode()).as(salvage.err()).isEqualTo(1);
    assertThat(salvage.out()).contains("pairs may be lost").contains(target + ": ");
    assertThat(shell.run("verify", target).exitCode()).isZero();
    try (KeyValueStore open = Stores.open(target, engine)) {
      int[] count = new int[1];
      open.forEach((_, _) -> count[0]++);
      assertThat(count[0]).isBetween(1_000, 1_999);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void verifyNamesEachDamageAndChangesNothing(String engine) throws IOException {
    Path damaged = temp.resolve("damaged");
    fill(damaged, engine);
    flipBitOfValue(damaged, 77);
    flipBitOfValue(damaged, 1_777);
    Map<Path, Long> before = checksums(damaged);

    Outcome verify = shell.run("verify", damaged);

    assertThat(verify.exitCode()).isEqualTo(4);
    assertThat(verify.out()).isEmpty();
    assertThat(verify.err().lines())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.startsWith("cairn: " + damaged + File.separator))
        .allMatch(line -> line.contains(": pairs may be lost"));
    assertThat(checksums(damaged)).isEqualTo(before);
  }

  @Test
  void verifyNamesADamagedIndexImageAndEndsWithZeroBecauseOpeningPutsItRight() throws IOException {
    Path damaged = temp.resolve("damaged");
    fill(damaged, "hash");
    Path image = damaged.resolve("INDEX");
    byte[] bytes = Files.readAllBytes(image);
    bytes[bytes.length / 2] ^= 1;
    Files.write(image, bytes);

    Outcome verify = shell.run("verify", damaged);

    assertThat(verify.exitCode()).as(verify.err()).isZero();
    assertThat(verify.out().lines())
        .hasSize(2)
        .first(STRING)
        .startsWith("INDEX: index image at position ")
        .endsWith(": nothing is lost");
    assertThat(verify.out()).contains(damaged + ": sound, 2,000 entries, ");
    assertThat(shell.run("verify", damaged).out()).hasLineCount(1);
  }

  private static Map<Path, Long> checksums(Path directory) throws IOException {
    Map<Path, Long> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> !path.endsWith("LOCK")).toList()) {
        CRC32C checksum = new CRC32C();
        checksum.update(Files.readAllBytes(file));
        checksums.put(file, checksum.getValue());
      }
    }
    return checksums;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void damageIsToldWithThePathOfItsFile(String engine) throws IOException {
    Path damaged = temp.resolve("damaged");
    fill(damaged, engine);
    flipBitOfValue(damaged, 77);

    for (String command : new String[] {"verify", "export"}) {
      Outcome outcome = shell.run(command, damaged);

      assertThat(outcome.exitCode()).isEqualTo(4);
      assertThat(outcome.err().lines())
          .isNotEmpty()
          .allMatch(line -> line.startsWith("cairn: " + damaged + File.separator));
    }

    Files.write(damaged.resolve("STORE"), new byte[7]);
    assertThat(shell.run("stats", damaged, "--engine", engine).err())
        .startsWith("cairn: " + damaged.resolve("STORE") + ": store file at position 0: expected ")
        .endsWith(" bytes, found 7 bytes\n");
  }

  private static void fill(Path directory, String engine) {
    try (KeyValueStore open = Stores.open(directory, engine)) {
      for (int i = 0; i < 2_000; i++) {
        open.put(("key" + i).getBytes(UTF_8), ("value " + i + " of many").getBytes(UTF_8));
      }
    }
  }

  /** Wherever the value of a key stands, in pages and in the log. */
  private static void flipBitOfValue(Path directory, int number) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, ISO_8859_1);
        String value = "value " + number + " of many";
        for (int at = -1; (at = text.indexOf(value, at + 1)) >= 0; ) {
          bytes[at] ^= 1;
        }
        Files.write(file, bytes);
      }
    }
  }

  @Test
  void storeThatIsOpenElsewhereEndsWithFive() {
    try (KeyValueStore open = Stores.open(store, PLAIN)) {
      Outcome get = shell.run("get", store, "key1");

      assertThat(open.contains("key1".getBytes(UTF_8))).isTrue();
      assertThat(get.exitCode()).isEqualTo(5);
      assertThat(get.err()).startsWith("cairn: ").contains("open already").hasLineCount(1);
    }
  }

  @Test
  void commandsThatReadCreateNothing() {
    Path absent = temp.resolve("absent");

    for (String command : new String[] {"scan", "export", "stats", "verify"}) {
      Outcome outcome = shell.run(command, absent);

      assertThat(outcome.exitCode()).isEqualTo(3);
      assertThat(outcome.err()).isEqualTo("cairn: " + absent + ": there is no store\n");
    }
    assertThat(shell.run("get", absent, "key").exitCode()).isEqualTo(3);
    assertThat(shell.run("delete", absent, "key").exitCode()).isEqualTo(3);
    assertThat(shell.run("checkpoint", absent, temp.resolve("copy")).exitCode()).isEqualTo(3);
    assertThat(absent).doesNotExist();
  }

  @Test
  void directoryOfSomethingElseIsLeftAlone() throws IOException {
    Path other = Files.createDirectories(temp.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "dear");

    Outcome put = shell.run("put", other, "key", "value", "--engine", PLAIN);

    assertThat(put.exitCode()).isEqualTo(3);
    assertThat(put.err()).contains("expected a store").hasLineCount(1);
    assertThat(other.toFile().list()).containsExactly("letter.txt");
  }

  @Test
  void anotherEngineIsRefused() {
    Outcome get = shell.run("get", store, "key1", "--engine", ORDERED);

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err())
        .isEqualTo("cairn: " + store + ": is a store of the engine test-plain, not test-ordered\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void aStoreOpenedAsThatOfAnotherEngineIsRefusedAndStaysAsItIs(String engine) throws IOException {
    Path real = temp.resolve("real");
    try (KeyValueStore open =
        Stores.open(real, engine, new StoreSettings(Durability.PROCESS, 16 << 20))) {
      open.put("key".getBytes(UTF_8), "value".getBytes(UTF_8));
    }
    Map<Path, Long> before = checksums(real);

    for (String other : List.of("hash", "bptree", "lsm")) {
      if (!other.equals(engine)) {
        assertThatExceptionOfType(IncompatibleFormatException.class)
            .isThrownBy(() -> Stores.open(real, other))
            .withMessage(
                "%s: a store of engine %s, expected one of engine %s",
                real.resolve("STORE"), engine, other);
        Outcome verify = shell.run("verify", real, "--engine", other);
        assertThat(verify.exitCode()).isEqualTo(2);
        assertThat(verify.err())
            .isEqualTo(
                "cairn: %s: is a store of the engine %s, not %s%n".formatted(real, engine, other));
        Outcome salvage =
            shell.run("salvage", real, temp.resolve("new"), "--engine", other, "--budget=16M");
        assertThat(salvage.exitCode()).isEqualTo(3);
        assertThat(salvage.err()).contains("engine " + engine, "engine " + other);
        assertThat(temp.resolve("new").toFile().list()).containsExactly("LOCK");
      }
    }
    assertThat(checksums(real)).isEqualTo(before);
  }

  @Test
  void unknownEngineIsRefused() throws IOException {
    Outcome put = shell.run("put", temp.resolve("new"), "key", "value", "--engine", "oak");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("no engine 'oak'").contains(PLAIN);
    assertThat(temp.resolve("new")).doesNotExist();

    Files.writeString(store.resolve("STORE"), "cairn oak 1\n");
    assertThat(shell.run("stats", store).exitCode()).isEqualTo(3);
  }

  @Test
  void budgetThatIsNoSizeIsRefused() {
    Outcome stats = shell.run("stats", store, "--budget", "much");

    assertThat(stats.exitCode()).isEqualTo(2);
    assertThat(stats.err()).contains("'much' is no size").hasLineCount(1);
    assertThat(shell.run("stats", store, "--budget", "1K").exitCode()).isEqualTo(2);
  }
}

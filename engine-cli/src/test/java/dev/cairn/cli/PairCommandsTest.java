package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.ORDERED;
import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.cli.Shell.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** put, get, delete and scan. */
class PairCommandsTest {
  @TempDir private Path temp;
  private final Shell shell = new Shell();

  private Path store(String engine, String... pairs) {
    Path store = temp.resolve("store-" + engine);
    for (int i = 0; i < pairs.length; i += 2) {
      Outcome put = shell.run("put", store, "--engine", engine, "--", pairs[i], pairs[i + 1]);
      assertThat(put.exitCode()).as(put.err()).isZero();
    }
    return store;
  }

  @Test
  void putThenGet() {
    Path store = store(PLAIN, "key", "välue");

    Outcome get = shell.run("get", store, "key");

    assertThat(get.exitCode()).isZero();
    assertThat(get.out()).isEqualTo("välue");
    assertThat(get.err()).isEmpty();
  }

  @Test
  void putTakesStandardInputAsItIs() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    Path store = temp.resolve("store");

    Outcome put = shell.input(bytes).run("put", store, "key", "-", "--engine", PLAIN);

    assertThat(put.exitCode()).as(put.err()).isZero();
    assertThat(shell.run("get", store, "key").outBytes()).isEqualTo(bytes);
  }

  @Test
  void keysAndValuesInHexAndBase64() {
    Path store = temp.resolve("store");
    shell.run("put", store, "--engine", PLAIN, "--hex", "00ff", "CAFE");

    assertThat(shell.run("get", store, "--hex", "00ff").outBytes())
        .isEqualTo(new byte[] {(byte) 0xca, (byte) 0xfe});
    assertThat(shell.run("get", store, "--base64", "AP8=").outBytes())
        .isEqualTo(new byte[] {(byte) 0xca, (byte) 0xfe});
    assertThat(shell.run("get", store, "--hex", "0g").exitCode()).isEqualTo(2);
    assertThat(shell.run("get", store, "--base64", "=").err())
        .isEqualTo("cairn: '=' is not base64\n");
    assertThat(shell.run("get", store, "--hex", "--base64", "00").exitCode()).isEqualTo(2);
  }

  @Test
  void absentKeyEndsWithOneAndPrintsNothing() {
    Outcome get = shell.run("get", store(PLAIN, "key", "value"), "other");

    assertThat(get.exitCode()).isEqualTo(1);
    assertThat(get.outBytes()).isEmpty();
    assertThat(get.err()).isEqualTo("cairn: no such key: other\n");
  }

  @Test
  void emptyKeyAndEmptyValue() {
    Path store = store(PLAIN, "", "");

    Outcome get = shell.run("get", store, "");

    assertThat(get.exitCode()).isZero();
    assertThat(get.outBytes()).isEmpty();
  }

  @Test
  void textThatTheLocaleLostIsRefused() {
    Outcome put = shell.run("put", temp.resolve("store"), "--engine", PLAIN, "a\ufffd", "value");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("--hex");
    assertThat(temp.resolve("store")).doesNotExist();
  }

  @Test
  void keyThatIsTooLongIsRefused() {
    Outcome put =
        shell.run("put", temp.resolve("store"), "--engine", PLAIN, "k".repeat(65_536), "value");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("65535");
    assertThat(temp.resolve("store")).doesNotExist();
  }

  @Test
  void deleteRemovesAllKeysNamed() {
    Path store = store(PLAIN, "a", "1", "b", "2", "c", "3");

    Outcome delete = shell.run("delete", store, "a", "c", "absent");

    assertThat(delete.exitCode()).as(delete.err()).isZero();
    assertThat(shell.run("scan", store).out()).isEqualTo("b\t2\n");
  }

  @Test
  void deleteNeedsAKey() {
    assertThat(shell.run("delete", store(PLAIN, "a", "1")).exitCode()).isEqualTo(2);
  }

  @Test
  void scanPrintsInOrder() {
    Path store = store(ORDERED, "b", "2", "a", "1", "c", "3");

    assertThat(shell.run("scan", store).out()).isEqualTo("a\t1\nb\t2\nc\t3\n");
    assertThat(shell.run("list", store).out()).isEqualTo("a\t1\nb\t2\nc\t3\n");
    assertThat(shell.run("scan", store, "--reverse").out()).isEqualTo("c\t3\nb\t2\na\t1\n");
    assertThat(shell.run("scan", store, "--keys", "--limit", 2).out()).isEqualTo("a\nb\n");
    assertThat(shell.run("scan", store, "--limit", 0).out()).isEmpty();
    assertThat(shell.run("scan", store, "--reverse", "--limit", 0).out()).isEmpty();
    assertThat(shell.run("scan", store, "--limit", -1).exitCode()).isEqualTo(2);
  }

  @Test
  void scanTakesARange() {
    Path store = store(ORDERED, "a", "", "ab", "", "abc", "", "b", "", "ba", "", "c", "");

    assertThat(scannedKeys(store, "--from", "ab")).isEqualTo("ab\nabc\nb\nba\nc\n");
    assertThat(scannedKeys(store, "--to", "b")).isEqualTo("a\nab\nabc\n");
    assertThat(scannedKeys(store, "--from", "ab", "--to", "b")).isEqualTo("ab\nabc\n");
    assertThat(scannedKeys(store, "--prefix", "ab")).isEqualTo("ab\nabc\n");
    assertThat(scannedKeys(store, "--prefix", "a", "--from", "ab")).isEqualTo("ab\nabc\n");
    assertThat(scannedKeys(store, "--prefix", "a", "--from", "c")).isEmpty();
    assertThat(scannedKeys(store, "--to", "b", "--reverse")).isEqualTo("abc\nab\na\n");
    assertThat(scannedKeys(store, "--prefix", "b", "--reverse")).isEqualTo("ba\nb\n");
  }

  private String scannedKeys(Path store, String... options) {
    Object[] arguments = new Object[options.length + 3];
    arguments[0] = "scan";
    arguments[1] = store;
    arguments[2] = "--keys";
    System.arraycopy(options, 0, arguments, 3, options.length);
    Outcome scan = shell.run(arguments);
    assertThat(scan.exitCode()).as(scan.err()).isZero();
    return scan.out();
  }

  @Test
  void scanOfAnEngineWithoutOrderSaysSo() {
    Path store = store(PLAIN, "b", "2", "a", "1", "bb", "3");

    Outcome scan = shell.run("scan", store);

    assertThat(scan.exitCode()).isZero();
    assertThat(scan.out().lines()).containsExactlyInAnyOrder("b\t2", "a\t1", "bb\t3");
    assertThat(scan.err())
        .isEqualTo(
            "cairn: note: the engine test-plain keeps no key order; pairs come in its own\n");
    assertThat(shell.run("scan", store, "--prefix", "b").out().lines())
        .containsExactlyInAnyOrder("b\t2", "bb\t3");
    assertThat(shell.run("scan", store, "--limit", 2).out().lines()).hasSize(2);
    assertThat(shell.run("scan", store, "--limit", 0).out().lines()).isEmpty();
  }

  @Test
  void scanOfAnEngineWithoutOrderRefusesRanges() {
    Path store = store(PLAIN, "b", "2");

    for (String[] option :
        new String[][] {{"--from", "a"}, {"--to", "c"}, {"--reverse", "--keys"}}) {
      Outcome scan = shell.run("scan", store, option[0], option[1]);

      assertThat(scan.exitCode()).isEqualTo(2);
      assertThat(scan.out()).isEmpty();
      assertThat(scan.err()).contains("need key order");
    }
  }

  @Test
  void scanShowsWhatALineCannotHold() {
    Path store = temp.resolve("store");
    try (KeyValueStore open = Stores.open(store, PLAIN)) {
      open.put(new byte[] {'a', '\t', '\n', '\\', 0, (byte) 0xff, 27}, new byte[] {(byte) 0xc3});
    }

    assertThat(shell.run("scan", store).out()).isEqualTo("a\\t\\n\\\\\\x00\\xff\\x1b\t\\xc3\n");
    assertThat(shell.run("scan", store, "--hex").out()).isEqualTo("61090a5c00ff1b\tc3\n");
  }

  @Test
  void theStoreSaysWhichEngineOpensIt() throws Exception {
    Path store = store(ORDERED, "a", "1");

    assertThat(Files.readString(store.resolve("STORE"))).startsWith("cairn test-ordered ");
    assertThat(shell.run("get", store, "a").out()).isEqualTo("1");
    assertThat(shell.run("get", store, "a", "--engine", ORDERED).out()).isEqualTo("1");
  }
}

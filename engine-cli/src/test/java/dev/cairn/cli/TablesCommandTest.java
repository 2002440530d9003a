package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.cli.Shell.Outcome;
import dev.cairn.lsm.LsmStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tables of an LSM store are, and what is in one. */
class TablesCommandTest {
  @TempDir private Path temp;
  private final Shell shell = new Shell();
  private Path store;

  @BeforeEach
  void fill() {
    store = temp.resolve("store");
    try (LsmStore open = LsmStore.open(store)) {
      open.put("cat".getBytes(UTF_8), "meow".getBytes(UTF_8));
      open.put("dog".getBytes(UTF_8), "woof!".getBytes(UTF_8));
      open.delete("cow".getBytes(UTF_8));
      open.flush();
    }
  }

  private String table() {
    return shell.run("tables", store).out().lines().skip(1).findFirst().orElseThrow().split(" ")[0];
  }

  @Test
  void tablesAreListed() {
    Outcome list = shell.run("tables", store);

    assertThat(list.exitCode()).isZero();
    assertThat(list.out().lines()).hasSize(2);
    assertThat(list.out())
        .startsWith("table ")
        .containsPattern("\\.table +0 .*B +3 +1 +0  none +cat +dog\\\\x00\n");
  }

  @Test
  void aTableIsShownWithItsEntries() {
    Outcome dump = shell.run("tables", store, table());

    assertThat(dump.exitCode()).isZero();
    assertThat(dump.out())
        .containsPattern("entries +3\n")
        .containsPattern("compression +none\n")
        .containsPattern("filter bits per key +10\n")
        .containsPattern("\ncat\t\\d+\t4\ncow\t\\d+\t-\ndog\t\\d+\t5\n$");
  }

  @Test
  void programsGetObjects() {
    assertThat(shell.run("tables", store, "--json").out())
        .startsWith("{\"tables\":[{\"fileName\":\"" + table() + "\",\"level\":0,")
        .endsWith("\"lower\":\"cat\",\"upper\":\"dog\\\\x00\"}]}\n");
    assertThat(shell.run("tables", store, table(), "--json").out().lines())
        .hasSize(4)
        .anySatisfy(line ->
            assertThat(line)
                .matches(".*\"cow\",\"sequence\":\\d+,\"delete\":true,\"valueBytes\":0}"));
  }

  @Test
  void aTableThatIsNotThereIsSaidToBeSo() {
    Outcome dump = shell.run("tables", store, "0.table");

    assertThat(dump.exitCode()).isEqualTo(3);
    assertThat(dump.err()).contains("0.table: no such table").hasLineCount(1);
  }

  @Test
  void otherEnginesHaveNoTables() {
    Path other = temp.resolve("other");
    try (KeyValueStore open = Stores.open(other, PLAIN)) {
      open.put(new byte[1], new byte[1]);
    }

    Outcome list = shell.run("tables", other);

    assertThat(list.exitCode()).isEqualTo(3);
    assertThat(list.err()).contains("has no tables").hasLineCount(1);
  }
}

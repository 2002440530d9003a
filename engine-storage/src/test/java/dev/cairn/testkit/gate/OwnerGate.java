package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreLockedException;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store has one owner among all processes, by whatever name it is opened. */
@Gate
public abstract class OwnerGate {
  private static final Bytes KEY = Bytes.of("key");

  private final EngineFixture engine;
  private Path home;
  private Path link;
  private Path errors;

  /**
   * Makes the test.
   *
   * @param engine whose stores are opened
   */
  protected OwnerGate(EngineFixture engine) {
    this.engine = engine;
  }

  @BeforeEach
  final void makeNames(@TempDir Path directory) throws IOException {
    home = Files.createDirectory(directory.resolve("store"));
    link = Files.createSymbolicLink(directory.resolve("link"), home);
    errors = directory.resolve("errors");
  }

  @Test
  final void anotherProcessIsRefusedByEveryNameAndHarmsNothing() throws Exception {
    try (KeyValueStore store = engine.open(home, Durability.PROCESS)) {
      store.put(KEY.toArray(), KEY.toArray());

      for (Path name : new Path[] {home, link, home.resolve("../link/../store")}) {
        assertThat(answerOf(openElsewhere(name)))
            .contains(StoreLockedException.class.getName())
            .contains(home.toRealPath().toString())
            .contains(Long.toString(ProcessHandle.current().pid()));
      }

      store.delete(KEY.toArray());
      store.put(KEY.toArray(), KEY.toArray());
      store.verify();
    }
    try (KeyValueStore store = engine.open(link, Durability.PROCESS)) {
      assertThat(Contents.of(store)).isEqualTo(Map.of(KEY, KEY));
    }
    assertThat(answerOf(openElsewhere(link))).isEqualTo(OpenProbe.OPENED);
  }

  @Test
  final void aStoreThatAnotherProcessHasIsRefusedUntilThatProcessIsKilled() throws Exception {
    Process owner = openElsewhere(link);
    assertThat(owner.inputReader().readLine()).isEqualTo(OpenProbe.OPENED);

    for (Path name : new Path[] {home, link}) {
      assertThatExceptionOfType(StoreLockedException.class)
          .isThrownBy(() -> engine.open(name, Durability.PROCESS))
          .withMessageContaining(Long.toString(owner.pid()));
    }
    owner.destroyForcibly().waitFor();

    try (KeyValueStore store = engine.open(home, Durability.PROCESS)) {
      assertThat(Contents.of(store)).hasSize(1);
      store.verify();
    }
  }

  private Process openElsewhere(Path name) throws IOException {
    return ChildProcess.start(
        errors, OpenProbe.class, engine.getClass().getName(), name.toString());
  }

  private static String answerOf(Process probe) throws IOException, InterruptedException {
    try (BufferedReader answer = probe.inputReader()) {
      String line = answer.readLine();
      probe.getOutputStream().close();
      probe.waitFor();
      return String.valueOf(line);
    }
  }
}

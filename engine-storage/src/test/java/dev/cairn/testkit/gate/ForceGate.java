package dev.cairn.testkit.gate;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.vfs.ForceRecorder.created;
import static dev.cairn.testkit.vfs.ForceRecorder.forced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.ForceRecorder;
import dev.cairn.testkit.vfs.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What a store on the real disk says is on the device, the operating system was told to bring
 * there. What has to be told, and in which order, is what {@link CrashGate} tries.
 */
@Gate
public abstract class ForceGate {
  private static final byte[] KEY = {1};
  private static final byte[] VALUE = {2};

  private final EngineFixture engine;
  private final ForceRecorder recorder = new ForceRecorder();

  /**
   * Makes the test.
   *
   * @param engine whose stores write
   */
  protected ForceGate(EngineFixture engine) {
    this.engine = engine;
  }

  private KeyValueStore open(Path home) {
    return engine.open(recorder.recorded(home), Durability.DEVICE);
  }

  /** The file to which a new store appends; those that are made ahead come after it. */
  private static Path log(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static void writeToMemory(KeyValueStore store) {
    store.write(new WriteBatch().put(KEY, VALUE), Durability.MEMORY);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "directories cannot be forced there")
  final void aWriteIsForcedAndBeforeItTheNamesOfAllThatIsNew() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Path above = directory.path().resolve("above");
      Path home = above.resolve("store");
      try (KeyValueStore store = open(home)) {
        store.put(KEY, VALUE);

        Path log = log(home);
        assertThat(recorder.steps())
            .containsSubsequence(created(above), forced(directory.path()), forced(log))
            .containsSubsequence(created(home), forced(above), forced(log))
            .containsSubsequence(created(log), forced(home), forced(log));
      }
    }
  }

  @Test
  final void aSyncForcesWhatWasWritten() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        KeyValueStore store = open(directory.path())) {
      writeToMemory(store);
      recorder.clear();

      store.sync();

      assertThat(recorder.steps()).contains(forced(log(directory.path())));
    }
  }

  @Test
  final void closingForcesWhatWasWritten() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Path log;
      try (KeyValueStore store = open(directory.path())) {
        log = log(directory.path());
        writeToMemory(store);
        recorder.clear();
      }

      assertThat(recorder.steps()).contains(forced(log));
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "directories cannot be forced there")
  final void aForceThatIsForgottenIsNoticed() throws ReflectiveOperationException {
    String write = "aWriteIsForcedAndBeforeItTheNamesOfAllThatIsNew";
    EditedTest files = new EditedTest(getClass(), "dev.cairn.internal.vfs.OsFile");
    EditedTest directories = new EditedTest(getClass(), "dev.cairn.internal.vfs.OsVfs");

    files.requireKilled(write, forgetCall("sync", "sync"));
    files.requireKilled("aSyncForcesWhatWasWritten", forgetCall("sync", "sync"));
    files.requireKilled("closingForcesWhatWasWritten", forgetCall("sync", "sync"));
    directories.requireKilled(write, forgetCall("syncDirectory", "syncWithMetadata"));
    directories.requireKilled(write, forgetCall("createDirectories", "syncDirectory"));
  }
}

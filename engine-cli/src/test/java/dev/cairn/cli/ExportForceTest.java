package dev.cairn.cli;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.vfs.ForceRecorder.forced;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.cli.session.Screen;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.testkit.TestEngines;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.ForceRecorder;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An exported file that has its name is complete, also after a loss of power. */
class ExportForceTest {
  private final ForceRecorder recorder = new ForceRecorder();

  @Test
  void theFileIsForcedBeforeItGetsItsName(@TempDir Path directory) {
    Path home = directory.resolve("store");
    Path file = directory.resolve("file");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(getClass().getClassLoader()); // Which finds the engines.
    try {
      try (KeyValueStore store = Stores.open(home, TestEngines.PLAIN)) {
        store.put("key".getBytes(UTF_8), "value".getBytes(UTF_8));
      }
      export(home, file);
    } finally {
      thread.setContextClassLoader(before);
    }

    assertThat(file).isNotEmptyFile();
    // By the name that it had then.
    assertThat(recorder.steps()).containsExactly(forced(directory.resolve("file.partial")));
  }

  private void export(Path home, Path file) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Session session =
        new Session(
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new PrintStream(told, true, UTF_8),
            Screen.LOG);
    int exitCode =
        new CommandLine(new ExportCommand(session))
            .registerConverter(
                Path.class,
                word -> word.equals(file.toString()) ? recorder.recorded(file) : Path.of(word))
            .execute(home.toString(), file.toString());
    session.end();
    assertThat(exitCode).as(told.toString(UTF_8)).isZero();
  }

  @Test
  void aForceThatIsForgottenIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), ExportCommand.class)
        .requireKilled("theFileIsForcedBeforeItGetsItsName", forgetCall("exportToFile", "force"));
  }
}

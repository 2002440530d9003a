package dev.cairn.internal.vfs;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.vfs.ForceRecorder.created;
import static dev.cairn.testkit.vfs.ForceRecorder.forced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.ForceRecorder;
import dev.cairn.testkit.vfs.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is said to be on the device has been forced by the operating system. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "directories cannot be forced there")
class OsVfsForceTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private final ForceRecorder recorder = new ForceRecorder();

  @Test
  void aSyncForcesTheFile() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        OsVfs vfs = new OsVfs(recorder.recorded(directory.path()))) {
      Path a = directory.path().resolve("a");
      Path b = directory.path().resolve("b");
      FileBytes.create(vfs, "b", CONTENT);

      try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
        FileBytes.write(file, 0, CONTENT);
        file.sync();
      }
      assertThat(recorder.steps()).containsExactly(created(b), created(a), forced(a));

      try (VfsFile file = vfs.open("b", OpenMode.WRITE)) {
        FileBytes.write(file, 0, CONTENT);
        file.sync();
      }
      assertThat(recorder.steps()).containsExactly(created(b), created(a), forced(a), forced(b));
    }
  }

  @Test
  void aSyncOfTheDirectoryForcesItEachTime() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        OsVfs vfs = new OsVfs(recorder.recorded(directory.path()))) {
      FileBytes.create(vfs, "a", CONTENT);

      vfs.syncDirectory();
      vfs.rename("a", "b");
      vfs.syncDirectory();

      assertThat(recorder.steps())
          .containsExactly(
              created(directory.path().resolve("a")),
              forced(directory.path()),
              forced(directory.path()));
    }
  }

  @Test
  void directoriesThatAreMadeAreForcedInThoseAbove() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Path above = directory.path();
      Path middle = above.resolve("middle");
      Path store = middle.resolve("store");

      OsVfs.createDirectories(recorder.recorded(store));

      assertThat(recorder.steps())
          .containsSubsequence(created(middle), forced(above))
          .containsSubsequence(created(store), forced(middle));
    }
  }

  @Test
  void aForceThatIsForgottenIsNoticed() throws ReflectiveOperationException {
    String file = "aSyncForcesTheFile";
    String directory = "aSyncOfTheDirectoryForcesItEachTime";
    EditedTest files = new EditedTest(getClass(), OsFile.class);
    EditedTest directories = new EditedTest(getClass(), OsVfs.class);
    EditedTest channels = new EditedTest(getClass(), SteadyChannel.class);

    files.requireKilled(file, forgetCall("sync", "sync"));
    directories.requireKilled(directory, forgetCall("syncDirectory", "syncWithMetadata"));
    directories.requireKilled(
        "directoriesThatAreMadeAreForcedInThoseAbove",
        forgetCall("createDirectories", "syncDirectory"));
    channels.requireKilled(file, forgetCall("sync", "force"));
    channels.requireKilled(directory, forgetCall("syncWithMetadata", "force"));
  }
}

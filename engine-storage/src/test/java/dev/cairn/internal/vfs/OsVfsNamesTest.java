package dev.cairn.internal.vfs;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A file that is open keeps its content whatever becomes of its name, also when an interrupt has
 * closed its channel: {@link OsVfsInterruptTest} without chance, and what it costs.
 */
class OsVfsNamesTest {
  private static final byte[] CONTENT = {1, 2, 3};
  private static final byte[] OTHER = {4, 5};

  /** What is done in a directory of its own. */
  @FunctionalInterface
  private interface Body {
    void run(OsVfs vfs) throws Exception;
  }

  private static void inDirectory(Body body) throws Exception {
    Path directory = Files.createTempDirectory("names");
    try (OsVfs vfs = new OsVfs(directory)) {
      body.run(vfs);
    } finally {
      try (Stream<Path> left = Files.list(directory)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  /** As an interrupt in the middle of a call would, of whatever thread. */
  private static void closeChannel(VfsFile file) throws ReflectiveOperationException, IOException {
    Field channel = OsFile.class.getDeclaredField("channel");
    channel.setAccessible(true);
    ((PositionalChannel) channel.get(file)).close();
  }

  @Test
  void aDeletedFileIsReadOn() throws Exception {
    inDirectory(vfs -> {
      FileBytes.create(vfs, "a", CONTENT);
      try (VfsFile file = vfs.open("a", OpenMode.READ)) {
        vfs.delete("a");
        closeChannel(file);

        assertThat(FileBytes.read(file, 0, 9)).isEqualTo(CONTENT);
      }
    });
  }

  @Test
  void aRenamedFileIsReadOnAndSoIsTheOneInWhosePlaceItCame() throws Exception {
    inDirectory(vfs -> {
      FileBytes.create(vfs, "a", CONTENT);
      FileBytes.create(vfs, "b", OTHER);
      try (VfsFile file = vfs.open("a", OpenMode.READ);
          VfsFile replaced = vfs.open("b", OpenMode.READ)) {
        vfs.rename("a", "b");
        closeChannel(file);
        closeChannel(replaced);

        assertThat(FileBytes.read(file, 0, 9)).isEqualTo(CONTENT);
        assertThat(FileBytes.read(replaced, 0, 9)).isEqualTo(OTHER);
      }
    });
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void deletingKeepsNoDescriptor() throws Exception {
    inDirectory(vfs -> {
      long before = descriptors();
      for (int i = 0; i < 40; i++) {
        FileBytes.create(vfs, "a", CONTENT);
        vfs.delete("a");
      }

      assertThat(descriptors() - before).isLessThan(20);
    });
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void closingADirectoryThatWasForcedKeepsNoDescriptor() throws Exception {
    long before = descriptors();
    for (int i = 0; i < 40; i++) {
      inDirectory(vfs -> vfs.syncDirectory());
    }

    assertThat(descriptors() - before).isLessThan(20);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void aNameThatIsLostUnheardIsNoticed() throws ReflectiveOperationException {
    EditedTest tests = new EditedTest(getClass(), OsVfs.class);
    String renamed = "aRenamedFileIsReadOnAndSoIsTheOneInWhosePlaceItCame";

    tests.requireKilled("aDeletedFileIsReadOn", forgetCall("delete", "loseName"));
    tests.requireKilled(renamed, forgetCall("rename", "loseName"));
    tests.requireKilled(renamed, forgetCall("rename", "moveTo"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDescriptorThatIsKeptIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), OsVfs.class)
        .requireKilled("deletingKeepsNoDescriptor", forgetCall("delete", "close"));
  }
}

package dev.cairn.internal.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bad disk does becomes an exception that says what, where and how much. */
class OsVfsFailureTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "Disk quota exceeded",
        "There is not enough space on the disk"
      })
  void aFullDiskHasItsOwnException(String message) {
    StoreIOException failure = Failures.failed("/x/y", "write", new IOException(message));

    assertThat(failure)
        .isInstanceOf(OutOfSpaceException.class)
        .hasMessage("/x/y: write failed: " + message);
  }

  @Test
  void otherFailuresAreNoFullDisk() {
    StoreIOException failure =
        Failures.failed("/x/y", "write", new IOException("Input/output error"));

    assertThat(failure).isNotInstanceOf(OutOfSpaceException.class);
  }

  @Test
  void theReasonIsGivenAndTheFileOnce() {
    assertThat(Failures.failed("/x/y", "open", new AccessDeniedException("/x/y")))
        .hasMessage("/x/y: open failed: permission denied");
    assertThat(
            Failures.failed(
                "/x/y", "open", new FileSystemException("/x/y", null, "Too many open files")))
        .hasMessage("/x/y: open failed: Too many open files");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aWriteToAFullDeviceSaysWhereAndHowMuch() {
    assumeTrue(Files.isWritable(Path.of("/dev/full")));
    var vfs = new OsVfs(Path.of("/dev"));

    try (VfsFile file = vfs.open("full", OpenMode.WRITE)) {
      assertThatThrownBy(() -> FileBytes.write(file, 17, new byte[30]))
          .isInstanceOf(OutOfSpaceException.class)
          .hasMessageStartingWith("/dev/full: write of 30 bytes at position 17 failed: ");
      assertThatThrownBy(() -> file.allocate(10)).isInstanceOf(OutOfSpaceException.class);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatFailsUnderAWindowIsAnExceptionAndNoCrash() throws IOException {
    var vfs = new OsVfs(directory);
    MemorySegment source = MemorySegment.ofArray(new byte[8_192]);

    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      file.allocate(65_536);
      try (VfsWindow window = file.map(65_536)) {
        // A page that the file no longer has answers as one that the device cannot bring.
        file.truncate(0);

        assertThatThrownBy(() -> window.copyIn(16_384, source, 0, 8_192))
            .isInstanceOf(StoreIOException.class)
            .hasMessageContaining(vfs.describe("a"))
            .hasMessageContaining("copy of 8192 bytes at position 16384");
        assertThatThrownBy(() -> window.touch(0)).isInstanceOf(StoreIOException.class);
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void namesAreForcedThoughTheDirectoryCanBeOpenedNoMore() throws IOException {
    Path store = Files.createDirectory(directory.resolve("store"));
    try (OsVfs vfs = new OsVfs(store)) {
      vfs.syncDirectory();
      Files.move(store, directory.resolve("elsewhere"));

      assertThatCode(vfs::syncDirectory).doesNotThrowAnyException();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileForWhichThereIsOnlyOneDescriptorIsNotLeft() throws Exception {
    Process probe = ProbeProcess.startWithin("-n 128", DescriptorProbe.class, directory);

    assertThat(ProbeProcess.answerOf(probe)).isEqualTo("[first]");
  }

  @Test
  void createsDirectoriesThatAreMissing() {
    Path deep = directory.resolve("a/b/c");

    OsVfs.createDirectories(deep);
    OsVfs.createDirectories(deep);

    assertThat(new OsVfs(deep).list()).isEmpty();
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> OsVfs.createDirectories(file.resolve("store")))
        .isInstanceOf(StoreIOException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> new OsVfs(file).list())
        .isInstanceOf(StoreIOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void listsWhatNoVfsWouldHavePutThere() throws IOException {
    Files.createFile(directory.resolve(".stranger here"));
    Files.createDirectory(directory.resolve("sub"));

    assertThat(new OsVfs(directory).list()).containsExactly(".stranger here", "sub");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeIsRefusedInsteadOfWaitedFor(@TempDir Path directory) throws Exception {
    Process making = new ProcessBuilder("mkfifo", directory.resolve("STORE").toString()).start();
    assertThat(making.waitFor()).isZero();

    try (OsVfs vfs = new OsVfs(directory)) {
      assertThatThrownBy(() -> vfs.open("STORE", OpenMode.READ))
          .isInstanceOf(StoreIOException.class)
          .hasMessageContaining("not a file");
    }
  }
}

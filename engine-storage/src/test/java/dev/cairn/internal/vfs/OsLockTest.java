package dev.cairn.internal.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StoreException;
import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** At most one Vfs of all processes holds a lock, whatever else happens to the file meanwhile. */
@Timeout(60)
class OsLockTest {
  @TempDir Path directory;

  @Test
  void anotherVfsOfThisProcessIsRefusedAlsoThroughALink() throws Exception {
    Path store = Files.createDirectory(directory.resolve("store"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), store);

    try (VfsLock _ = new OsVfs(store).lock("LOCK")) {
      assertThatThrownBy(() -> new OsVfs(store).lock("LOCK"))
          .isInstanceOf(StoreLockedException.class)
          .hasMessageContaining(store.resolve("LOCK").toRealPath().toString())
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      assertThatThrownBy(() -> new OsVfs(link).lock("LOCK"))
          .isInstanceOf(StoreLockedException.class);
      assertThatThrownBy(() -> new OsVfs(link).open("LOCK", OpenMode.READ))
          .isInstanceOf(StoreLockedException.class);
    }
    new OsVfs(link).lock("LOCK").close();
  }

  @Test
  void anotherProcessIsRefusedAndToldWhoHoldsTheLock() throws Exception {
    try (VfsLock _ = new OsVfs(directory).lock("LOCK")) {
      assertThat(answerOf(startProbe()))
          .contains(directory.resolve("LOCK").toRealPath().toString())
          .contains("held by process " + ProcessHandle.current().pid());
    }

    assertThat(answerOf(startProbe())).isEqualTo(LockProbe.TAKEN);
  }

  @Test
  void nothingInThisProcessDropsTheLockByAccident() throws Exception {
    var vfs = new OsVfs(directory);
    FileBytes.create(vfs, "a", new byte[] {1});

    try (VfsLock _ = vfs.lock("LOCK")) {
      assertThatThrownBy(() -> vfs.lock("LOCK")).isInstanceOf(StoreLockedException.class);
      assertThatThrownBy(() -> vfs.open("LOCK", OpenMode.READ))
          .isInstanceOf(StoreLockedException.class);
      assertThat(Damage.copyOf(vfs).list()).containsExactly("a");
      vfs.close();

      assertThat(answerOf(startProbe())).contains("held by process");
    }
  }

  @Test
  void aLockDiesWithItsProcess() throws Exception {
    Process holder = startProbe();
    assertThat(holder.inputReader().readLine()).isEqualTo(LockProbe.TAKEN);
    assertThatThrownBy(() -> new OsVfs(directory).lock("LOCK"))
        .isInstanceOf(StoreLockedException.class)
        .hasMessageContaining("held by process " + holder.pid());

    holder.destroyForcibly().waitFor();

    new OsVfs(directory).lock("LOCK").close();
  }

  @Test
  void aDirectoryThatIsNotThereCannotBeLocked() {
    var vfs = new OsVfs(directory.resolve("absent"));

    assertThatThrownBy(() -> vfs.lock("LOCK"))
        .isInstanceOf(StoreIOException.class)
        .hasMessageContaining(vfs.describe("LOCK"));
  }

  private Process startProbe() throws IOException {
    // Found by resource, because as modules the classes are on no class path.
    String classPath =
        Stream.of(LockProbe.class, OsVfs.class, StoreException.class)
            .map(OsLockTest::root)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            LockProbe.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String answerOf(Process probe) throws IOException, InterruptedException {
    try (BufferedReader answer = probe.inputReader()) {
      String line = answer.readLine();
      probe.getOutputStream().close();
      probe.waitFor();
      return Objects.requireNonNull(line);
    }
  }

  private static String root(Class<?> type) {
    String resource = type.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(type.getResource("/" + resource)).toString();
    String root = url.substring(0, url.length() - resource.length());
    return root.startsWith("jar:")
        ? Path.of(URI.create(root.substring("jar:".length(), root.length() - "!/".length())))
            .toString()
        : Path.of(URI.create(root)).toString();
  }
}

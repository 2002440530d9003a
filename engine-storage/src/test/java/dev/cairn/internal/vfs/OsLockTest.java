package dev.cairn.internal.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
      assertThat(ProbeProcess.answerOf(startProbe()))
          .contains(directory.resolve("LOCK").toRealPath().toString())
          .contains("held by process " + ProcessHandle.current().pid());
    }

    assertThat(ProbeProcess.answerOf(startProbe())).isEqualTo(LockProbe.TAKEN);
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

      assertThat(ProbeProcess.answerOf(startProbe())).contains("held by process");
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

  @Test
  void aLockForWhichThereWasNoThreadIsNotHeld() throws Exception {
    String threads =
        "-Djava.nio.channels.DefaultThreadPool.threadFactory=" + NoThreadAtFirst.class.getName();
    Process probe = ProbeProcess.start(LockProbe.class, directory, threads);

    assertThat(probe.inputReader().readLine()).isEqualTo(LockProbe.NO_THREAD);
    assertThat(ProbeProcess.answerOf(probe)).isEqualTo(LockProbe.TAKEN);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatHasNoRoomForTheHoldersNumberKeepsNobodyOut() throws Exception {
    Process probe = ProbeProcess.startWithin("-f 0", LockProbe.class, directory);

    assertThat(ProbeProcess.answerOf(probe)).isEqualTo(LockProbe.TAKEN);
    assertThat(Files.size(directory.resolve("LOCK"))).isZero();
  }

  private Process startProbe() throws IOException {
    return ProbeProcess.start(LockProbe.class, directory);
  }
}

package dev.cairn.testkit.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OsVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {
  @Test
  void flipsOneBitOfTheCopyAndNoneOfTheOriginal() {
    var original = new MemoryVfs();
    FileBytes.create(original, "a", new byte[] {0, 0, (byte) 0xff});

    MemoryVfs copy = Damage.copyOf(original);
    Damage.flipBit(copy, "a", 1, 7);
    Damage.flipBit(copy, "a", 2, 0);

    assertThat(FileBytes.of(copy, "a")).containsExactly(0, 0x80, 0xfe);
    assertThat(FileBytes.of(original, "a")).containsExactly(0, 0, 0xff);
    assertThatThrownBy(() -> Damage.flipBit(copy, "a", 3, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void truncates() {
    var vfs = new MemoryVfs();
    FileBytes.create(vfs, "a", new byte[] {1, 2, 3});

    Damage.truncate(vfs, "a", 2);

    assertThat(FileBytes.of(vfs, "a")).containsExactly(1, 2);
  }

  @Test
  void copiesBetweenDiskAndMemoryAllButALockThatIsHeld(@TempDir Path directory) {
    byte[] bytes = new byte[50_000];
    new Random(1).nextBytes(bytes);
    var disk = new OsVfs(directory);
    FileBytes.create(disk, "data", bytes);
    FileBytes.create(disk, "zeros", new byte[40_000]);
    FileBytes.create(disk, "empty", new byte[0]);

    MemoryVfs copy;
    try (VfsLock _ = disk.lock("LOCK")) {
      copy = Damage.copyOf(disk);
    }
    Path second = directory.resolve("second");
    OsVfs.createDirectories(second);
    Damage.copy(copy, new OsVfs(second));

    for (Vfs vfs : List.of(copy, new OsVfs(second))) {
      assertThat(vfs.list()).containsExactly("data", "empty", "zeros");
      assertThat(FileBytes.of(vfs, "data")).isEqualTo(bytes);
      assertThat(FileBytes.of(vfs, "zeros")).isEqualTo(new byte[40_000]);
      assertThat(FileBytes.of(vfs, "empty")).isEmpty();
    }
  }
}

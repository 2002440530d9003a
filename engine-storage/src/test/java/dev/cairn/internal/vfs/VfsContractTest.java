package dev.cairn.internal.vfs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.KeptVfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every directory does alike. */
abstract class VfsContractTest {
  private static final byte[] HELLO = "hello".getBytes(US_ASCII);

  private Vfs vfs;

  /** Makes a directory without files, another one each time. */
  abstract Vfs emptyDirectory();

  /** Whether two of these directories can have names for the same file. */
  boolean canLink() {
    return false;
  }

  @BeforeEach
  void openDirectory() {
    vfs = emptyDirectory();
  }

  @AfterEach
  void closeDirectory() {
    vfs.close();
  }

  @Test
  void readsBackWhatWasWritten() {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);

    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      FileBytes.write(file, 0, bytes);

      assertThat(file.size()).isEqualTo(bytes.length);
      assertThat(file.name()).isEqualTo("a");
      assertThat(FileBytes.read(file, 0, bytes.length)).isEqualTo(bytes);
      assertThat(FileBytes.read(file, 16_380, 70_000))
          .isEqualTo(Arrays.copyOfRange(bytes, 16_380, 86_380));
    }
    assertThat(FileBytes.of(vfs, "a")).isEqualTo(bytes);
  }

  @Test
  void transfersPartsOfNativeMemoryOfEveryKindOfArena() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE);
        Arena confined = Arena.ofConfined();
        Arena shared = Arena.ofShared()) {
      MemorySegment source = confined.allocateFrom("..hello..", US_ASCII);
      MemorySegment target = shared.allocate(9).fill((byte) '-');

      file.write(3, source, 2, 5);
      int count = file.read(3, target, 1, 5);

      assertThat(count).isEqualTo(5);
      assertThat(target.toArray(ValueLayout.JAVA_BYTE)).isEqualTo("-hello---".getBytes(US_ASCII));
    }
  }

  @Test
  void readsLessOnlyAtTheEndOfTheFile() {
    FileBytes.create(vfs, "a", HELLO);

    try (VfsFile file = vfs.open("a", OpenMode.READ)) {
      assertThat(FileBytes.read(file, 3, 100)).isEqualTo("lo".getBytes(US_ASCII));
      assertThat(FileBytes.read(file, 5, 100)).isEmpty();
      assertThat(FileBytes.read(file, 1L << 40, 100)).isEmpty();
      assertThat(FileBytes.read(file, 0, 0)).isEmpty();
    }
  }

  @Test
  void aGapBeforeAWriteBecomesZeros() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      FileBytes.write(file, 40_000, HELLO);

      assertThat(file.size()).isEqualTo(40_005);
      assertThat(FileBytes.read(file, 0, 40_000)).containsOnly(0);
      assertThat(FileBytes.read(file, 40_000, 5)).isEqualTo(HELLO);
    }
  }

  @Test
  void anEmptyWriteChangesNothing() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      FileBytes.write(file, 100, new byte[0]);

      assertThat(file.size()).isZero();
    }
  }

  @Test
  void whatWasCutOffReadsAsZerosWhenTheFileGrowsAgain() {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) 7);

    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      FileBytes.write(file, 0, bytes);
      file.truncate(1_000);
      assertThat(file.size()).isEqualTo(1_000);
      file.allocate(100_000);

      assertThat(FileBytes.read(file, 0, 1_000)).containsOnly(7);
      assertThat(FileBytes.read(file, 1_000, 100_000)).hasSize(99_000).containsOnly(0);
    }
  }

  @Test
  void truncateNeverGrowsAndAllocateNeverShrinksAFile() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      FileBytes.write(file, 0, HELLO);

      file.truncate(100);
      file.allocate(3);

      assertThat(FileBytes.read(file, 0, 100)).isEqualTo(HELLO);
    }
  }

  @Test
  void allocatesMoreThanOneWriteOfZeros() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      FileBytes.write(file, 0, HELLO);
      file.allocate(2_500_000);

      assertThat(file.size()).isEqualTo(2_500_000);
      assertThat(FileBytes.read(file, 0, 5)).isEqualTo(HELLO);
      assertThat(FileBytes.read(file, 5, 2_500_000)).hasSize(2_499_995).containsOnly(0);
    }
  }

  @Test
  void copiesThroughAWindowAreSeenByReads() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      file.allocate(50_000);
      try (VfsWindow window = file.map(50_000)) {
        window.touch(0);
        window.copyIn(40_000, MemorySegment.ofArray(HELLO), 0, 5);
        window.copyIn(49_997, MemorySegment.ofArray(HELLO), 1, 3);

        assertThat(FileBytes.read(file, 40_000, 5)).isEqualTo(HELLO);
      }
      file.sync();

      assertThat(FileBytes.read(file, 49_997, 9)).isEqualTo("ell".getBytes(US_ASCII));
      assertThat(FileBytes.read(file, 0, 40_000)).containsOnly(0);
    }
  }

  @Test
  void touchChangesNoByte() {
    byte[] bytes = new byte[30_001];
    new Random(2).nextBytes(bytes);
    Arrays.fill(bytes, 10_000, bytes.length, (byte) 0);

    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      FileBytes.write(file, 0, bytes);
      try (VfsWindow window = file.map(bytes.length)) {
        window.touch(10_000);
      }

      assertThat(FileBytes.read(file, 0, 40_000)).isEqualTo(bytes);
    }
  }

  @Test
  void aWindowEndsWhereItWasAskedToEnd() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      file.allocate(10_000);
      try (VfsWindow window = file.map(4_096)) {
        MemorySegment source = MemorySegment.ofArray(HELLO);

        assertThatThrownBy(() -> window.copyIn(4_092, source, 0, 5))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> window.copyIn(0, source, 1, 5))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThatThrownBy(() -> file.map(10_001)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.map(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aWindowOutlivesItsFile() {
    VfsFile file = vfs.open("a", OpenMode.CREATE);
    file.allocate(4_096);
    VfsWindow window = file.map(4_096);
    file.close();

    window.copyIn(0, MemorySegment.ofArray(HELLO), 0, 5);
    window.close();

    assertThat(FileBytes.of(vfs, "a")).startsWith(HELLO);
  }

  @Test
  void existsListsAndDeletes() {
    FileBytes.create(vfs, "b", HELLO);
    FileBytes.create(vfs, "a", HELLO);
    assertThat(vfs.list()).containsExactly("a", "b");
    assertThat(vfs.exists("a")).isTrue();

    vfs.delete("a");
    vfs.syncDirectory();

    assertThat(vfs.exists("a")).isFalse();
    assertThat(vfs.list()).containsExactly("b");
  }

  @Test
  void renameReplaces() {
    FileBytes.create(vfs, "old", HELLO);
    FileBytes.create(vfs, "new", new byte[9]);

    vfs.rename("old", "new");

    assertThat(vfs.list()).containsExactly("new");
    assertThat(FileBytes.of(vfs, "new")).isEqualTo(HELLO);
  }

  @Test
  void renameToItselfChangesNothing() {
    FileBytes.create(vfs, "a", HELLO);

    vfs.rename("a", "a");

    assertThat(FileBytes.of(vfs, "a")).isEqualTo(HELLO);
  }

  @Test
  void anOpenFileStaysUsableWhenItsNameIsGoneOrAnothers() {
    try (VfsFile deleted = vfs.open("deleted", OpenMode.CREATE);
        VfsFile replaced = vfs.open("replaced", OpenMode.CREATE);
        VfsFile renamed = vfs.open("renamed", OpenMode.CREATE)) {
      FileBytes.write(deleted, 0, new byte[] {1});
      FileBytes.write(replaced, 0, new byte[] {2});
      FileBytes.write(renamed, 0, new byte[] {3});

      vfs.delete("deleted");
      vfs.rename("renamed", "replaced");
      FileBytes.write(deleted, 1, HELLO);

      assertThat(FileBytes.read(deleted, 0, 9)).isEqualTo(new byte[] {1, 'h', 'e', 'l', 'l', 'o'});
      assertThat(FileBytes.read(replaced, 0, 9)).containsExactly(2);
      assertThat(FileBytes.read(renamed, 0, 9)).containsExactly(3);
      assertThat(FileBytes.of(vfs, "replaced")).containsExactly(3);
    }
  }

  @Test
  void aSecondNameInAnotherDirectoryHasTheSameBytesOrIsNotThere() {
    FileBytes.create(vfs, "a", HELLO);
    FileBytes.create(vfs, "b", new byte[9]);

    try (Vfs target = emptyDirectory()) {
      boolean linked = vfs.tryLink("a", target);
      target.syncDirectory();

      assertThat(linked).isEqualTo(canLink());
      assertThat(vfs.list()).containsExactly("a", "b");
      assertThat(FileBytes.of(vfs, "a")).isEqualTo(HELLO);
      vfs.delete("a");
      assertThat(target.list()).isEqualTo(linked ? List.of("a") : List.of());
      if (linked) {
        assertThat(FileBytes.of(target, "a")).isEqualTo(HELLO);
        target.delete("a");
      }
      assertThat(vfs.list()).containsExactly("b");
    }
  }

  @Test
  void aNameThatCannotBeGivenChangesNothing() {
    FileBytes.create(vfs, "a", HELLO);

    try (Vfs target = emptyDirectory();
        Vfs kept = emptyDirectory();
        Vfs otherKind = new KeptVfs(kept)) {
      FileBytes.create(target, "a", new byte[9]);

      assertThat(vfs.tryLink("a", target)).isFalse();
      assertThat(vfs.tryLink("absent", target)).isFalse();
      assertThat(vfs.tryLink("a", otherKind)).isFalse();

      assertThat(vfs.list()).containsExactly("a");
      assertThat(FileBytes.of(vfs, "a")).isEqualTo(HELLO);
      assertThat(target.list()).containsExactly("a");
      assertThat(FileBytes.of(target, "a")).isEqualTo(new byte[9]);
      assertThat(otherKind.list()).isEmpty();
    }
  }

  @Test
  void absentFilesAreNamed() {
    assertThatThrownBy(() -> vfs.open("absent", OpenMode.READ))
        .isInstanceOf(StoreIOException.class)
        .hasMessageContaining(vfs.describe("absent"))
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> vfs.open("absent", OpenMode.WRITE))
        .isInstanceOf(StoreIOException.class);
    assertThatThrownBy(() -> vfs.delete("absent"))
        .isInstanceOf(StoreIOException.class)
        .hasMessageContaining(vfs.describe("absent"));
    assertThatThrownBy(() -> vfs.rename("absent", "other"))
        .isInstanceOf(StoreIOException.class)
        .hasMessageContaining(vfs.describe("absent"));
    assertThat(vfs.list()).isEmpty();
  }

  @Test
  void createRefusesToReplace() {
    FileBytes.create(vfs, "a", HELLO);

    assertThatThrownBy(() -> vfs.open("a", OpenMode.CREATE))
        .isInstanceOf(StoreIOException.class)
        .hasMessageContaining(vfs.describe("a"))
        .hasMessageContaining("exists already");
    assertThat(FileBytes.of(vfs, "a")).isEqualTo(HELLO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", ".hidden", "-x", "_x", "a/b", "../a", "a\\b", "a b", "a\0", "ä", "a\n"
      })
  void refusesOtherNames(String name) {
    assertThatThrownBy(() -> vfs.open(name, OpenMode.CREATE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vfs.exists(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vfs.delete(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vfs.lock(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vfs.rename(name, "a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vfs.rename("a", name)).isInstanceOf(IllegalArgumentException.class);
    assertThat(vfs.list()).isEmpty();
  }

  @Test
  void namesHaveUpTo128Characters() {
    FileBytes.create(vfs, "a".repeat(128), HELLO);

    assertThat(vfs.exists("a".repeat(128))).isTrue();
    assertThatThrownBy(() -> vfs.exists("a".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesArgumentsOutsideOfFileAndSegment() {
    MemorySegment segment = MemorySegment.ofArray(new byte[10]);

    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      assertThatThrownBy(() -> file.read(0, segment, 5, 6))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> file.write(0, segment, -1, 5))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> file.read(-1, segment, 0, 5))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.write(-1, segment, 0, 5))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.truncate(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.allocate(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileOpenedForReadingCannotBeChanged() {
    FileBytes.create(vfs, "a", HELLO);

    try (VfsFile file = vfs.open("a", OpenMode.READ)) {
      assertThatThrownBy(() -> FileBytes.write(file, 0, HELLO))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> file.truncate(0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> file.allocate(10)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> file.map(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(file::sync).isInstanceOf(IllegalStateException.class);
      assertThat(FileBytes.read(file, 0, 9)).isEqualTo(HELLO);
    }
  }

  @Test
  void useAfterCloseThrows() {
    MemorySegment segment = MemorySegment.ofArray(new byte[5]);
    VfsFile file = vfs.open("a", OpenMode.CREATE);
    file.allocate(10);
    VfsWindow window = file.map(10);

    window.close();
    window.close();
    file.close();
    file.close();

    assertThatThrownBy(() -> window.copyIn(0, segment, 0, 5))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> window.touch(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(file::size).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.read(0, segment, 0, 5)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.write(0, segment, 0, 5))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(file::sync).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.truncate(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.allocate(20)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.map(1)).isInstanceOf(IllegalStateException.class);

    vfs.close();
    vfs.close();
    assertThatThrownBy(() -> vfs.open("a", OpenMode.READ))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vfs.exists("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(vfs::list).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vfs.lock("LOCK")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vfs.delete("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vfs.rename("a", "b")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(vfs::syncDirectory).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLockIsHeldOnceAndItsFileIsNotOpenedMeanwhile() {
    VfsLock lock = vfs.lock("LOCK");

    assertThatThrownBy(() -> vfs.lock("LOCK"))
        .isInstanceOf(StoreLockedException.class)
        .hasMessageContaining(vfs.describe("LOCK"));
    assertThatThrownBy(() -> vfs.open("LOCK", OpenMode.READ))
        .isInstanceOf(StoreLockedException.class);
    assertThat(vfs.list()).containsExactly("LOCK");

    lock.close();
    try (VfsLock again = vfs.lock("LOCK")) {
      lock.close();
      assertThatThrownBy(() -> vfs.lock("LOCK")).isInstanceOf(StoreLockedException.class);
      assertThat(again).isNotNull();
    }
  }

  @Test
  void manyThreadsUseOneFile() throws InterruptedException {
    int threads = 4;
    int perThread = 400;
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      Thread[] workers = new Thread[threads];
      for (int t = 0; t < threads; t++) {
        byte mine = (byte) (t + 1);
        workers[t] =
            Thread.ofPlatform()
                .start(() -> {
                  byte[] bytes = new byte[100];
                  Arrays.fill(bytes, mine);
                  for (int i = 0; i < perThread; i++) {
                    FileBytes.write(file, (i * threads + mine - 1) * 100L, bytes);
                  }
                });
      }
      for (Thread worker : workers) {
        worker.join();
      }

      assertThat(file.size()).isEqualTo(100L * threads * perThread);
      for (int i = 0; i < threads * perThread; i++) {
        assertThat(FileBytes.read(file, i * 100L, 100)).containsOnly(i % threads + 1);
      }
    }
  }
}

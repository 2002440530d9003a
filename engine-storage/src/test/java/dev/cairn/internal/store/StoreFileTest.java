package dev.cairn.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.AnnotatedHex;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Damage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StoreFileTest {
  private static final AnnotatedHex DOCUMENTED =
      AnnotatedHex.read(StoreFileTest.class, "store.hex");
  private static final int BYTES = StoreFileFormat.FILE_BYTES;
  private static final StoreFile STORE = new StoreFile("hash", 1, 0x0123456789abcdefL, 65_536);
  private static final int INPUTS = 12_000;

  private final MemoryVfs disk = new MemoryVfs();

  @Test
  void hasTheDocumentedBytes() {
    STORE.write(disk);

    DOCUMENTED.assertMatches(bytes());
    assertThat(disk.size(StoreFile.NAME)).isEqualTo(BYTES);
  }

  @Test
  void theDocumentedBytesAreRead() {
    write(DOCUMENTED.bytes(BYTES));

    assertThat(StoreFile.read(disk, "hash", 1)).isEqualTo(STORE);
  }

  @Test
  void anOlderFormatIsRead() {
    STORE.write(disk);

    assertThat(StoreFile.read(disk, "hash", 5).formatVersion()).isEqualTo(1);
  }

  @Test
  void aNewerFormatIsRefusedByName() {
    new StoreFile("hash", 12, 1, 4096).write(disk);

    assertThatThrownBy(() -> StoreFile.read(disk, "hash", 1))
        .isInstanceOf(IncompatibleFormatException.class)
        .hasMessageContaining("STORE")
        .hasMessageContaining("version 12")
        .hasMessageContaining("at most 1");
  }

  @Test
  void aNewerFormatIsRefusedEvenIfTheRestIsLaidOutDifferently() {
    write("cairn hash 2\nand whatever else".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> StoreFile.read(disk, "hash", 1))
        .isInstanceOf(IncompatibleFormatException.class);
  }

  @Test
  void aStoreOfAnotherEngineIsRefused() {
    new StoreFile("lsm", 1, 1, 4096).write(disk);

    assertThatThrownBy(() -> StoreFile.read(disk, "hash", 1))
        .isInstanceOf(IncompatibleFormatException.class)
        .hasMessageContaining("lsm")
        .hasMessageContaining("hash");
  }

  @Test
  void anyFlippedBitIsNoticed() {
    STORE.write(disk);

    for (int bit = 0; bit < BYTES * 8; bit++) {
      Damage.flipBit(disk, StoreFile.NAME, bit / 8, bit % 8);

      assertThatThrownBy(() -> StoreFile.read(disk, "hash", 1))
          .as("bit %d", bit)
          .isInstanceOfAny(CorruptionException.class, IncompatibleFormatException.class)
          .hasMessageContaining("STORE");

      Damage.flipBit(disk, StoreFile.NAME, bit / 8, bit % 8);
    }
  }

  @Test
  void aFileCutShortIsNoticed() {
    STORE.write(disk);

    for (int bytes = BYTES - 1; bytes >= 0; bytes--) {
      Damage.truncate(disk, StoreFile.NAME, bytes);

      assertThatThrownBy(() -> StoreFile.read(disk, "hash", 1))
          .as("%d bytes", bytes)
          .isInstanceOfSatisfying(
              CorruptionException.class,
              damage -> assertThat(damage.file()).isEqualTo(StoreFile.NAME))
          .hasMessage(
              "STORE: store file at position 0: expected %d bytes, found %d bytes", BYTES, bytes);
    }
  }

  @Test
  void aMissingFileIsSaidSo() {
    assertThatThrownBy(() -> StoreFile.read(disk, "hash", 1))
        .isInstanceOf(StoreIOException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void anEmptyDirectoryMayBecomeAStore() {
    assertThat(StoreFile.exists(disk)).isFalse();
    disk.lock(StoreFile.LOCK_NAME).close();
    create("SEGMENTS");
    create("STORE.new");

    assertThat(StoreFile.exists(disk)).isFalse();
    STORE.write(disk);
    assertThat(StoreFile.exists(disk)).isTrue();
  }

  @Test
  void aDirectoryOfOtherFilesIsRefusedAndOneIsNamed() {
    create("letter.txt");
    assertThatThrownBy(() -> StoreFile.exists(disk))
        .isInstanceOf(IncompatibleFormatException.class)
        .hasMessageContaining("found letter.txt");
    create("photo.png");

    assertThatThrownBy(() -> StoreFile.exists(disk))
        .isInstanceOf(IncompatibleFormatException.class)
        .hasMessageContaining("2 files such as letter.txt");
  }

  @Test
  void aCrashWhileItIsMadeLeavesAStoreOrNone() {
    CrashableVfs crashable = new CrashableVfs(3);
    STORE.write(crashable);

    for (int step = 0; step <= crashable.steps(); step++) {
      for (long seed = 0; seed < 8; seed++) {
        MemoryVfs crashed = crashable.stateAfter(step, CrashPlan.random(seed));
        if (StoreFile.exists(crashed)) {
          assertThat(StoreFile.read(crashed, "hash", 1)).isEqualTo(STORE);
        }
      }
    }
    assertThat(StoreFile.exists(crashable.stateAfter(crashable.steps(), CrashPlan.dropAll())))
        .isTrue();
  }

  @RandomizedTest(runs = 4)
  void anyBytesAreReadOrRefused(Seed seed) {
    SplittableRandom random = seed.random();
    byte[] sound = DOCUMENTED.bytes(BYTES);
    for (int i = 0; i < INPUTS; i++) {
      byte[] bytes = random.nextInt(4) == 0 ? new byte[BYTES] : sound.clone();
      if (bytes[0] == 0) {
        random.nextBytes(bytes);
      }
      for (int changes = random.nextInt(5); changes > 0; changes--) {
        bytes[random.nextInt(24)] = (byte) " 0123456789-x\n".charAt(random.nextInt(14));
      }
      if (random.nextBoolean()) {
        makeChecksumRight(bytes);
      }
      write(Arrays.copyOf(bytes, random.nextInt(8) == 0 ? random.nextInt(BYTES) : BYTES));

      try {
        StoreFile read = StoreFile.read(disk, "hash", 1);
        assertThat(read.engine()).isEqualTo("hash");
        assertThat(read.formatVersion()).isBetween(0, 1);
      } catch (CorruptionException | IncompatibleFormatException refused) {
        assertThat(refused).hasMessageContaining("expected");
      }
    }
  }

  private static void makeChecksumRight(byte[] bytes) {
    int checksum = Crc32c.of(bytes, 0, StoreFileFormat.CHECKSUM_OFFSET);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(StoreFileFormat.CHECKSUM_OFFSET, checksum);
  }

  private void create(String name) {
    disk.open(name, OpenMode.CREATE).close();
  }

  private void write(byte[] bytes) {
    boolean exists = disk.exists(StoreFile.NAME);
    try (VfsFile file = disk.open(StoreFile.NAME, exists ? OpenMode.WRITE : OpenMode.CREATE)) {
      file.truncate(0);
      file.write(0, MemorySegment.ofArray(bytes), 0, bytes.length);
    }
  }

  private byte[] bytes() {
    try (VfsFile file = disk.open(StoreFile.NAME, OpenMode.READ)) {
      byte[] bytes = new byte[BYTES];
      file.read(0, MemorySegment.ofArray(bytes), 0, BYTES);
      return bytes;
    }
  }
}

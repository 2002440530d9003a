package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.callInstead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.log.LogFormat;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.BadSectorVfs;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image of an index that changes while it is taken. */
class IndexImageTest {
  private static final byte[] KEY = Bytes.of("changes").toArray();
  private static final byte[] LAST = new byte[600];

  private static final int SHARDS_WITH_KEYS = SlotFormat.SHARDS;

  private final CrashableVfs disk = new CrashableVfs(1);

  @Test
  void whatIsWrittenOverSeveralSegmentsWhileAnImageIsTakenIsThereAfterAKill() {
    InterruptedImage files = new InterruptedImage(disk);
    HashStore store = new HashFixture().open(files, Durability.PROCESS);
    files.inFirstWrite =
        () -> {
          overwrite(store, 20);
          store.put(KEY, LAST);
        };

    for (int i = 0; files.inFirstWrite != null; i++) {
      store.put(Bytes.of("stays " + i).toArray(), new byte[500]);
    }

    var left = disk.stateAfter(disk.steps(), CrashPlan.keepAll());
    try (HashStore reopened = new HashFixture().open(left, Durability.PROCESS)) {
      assertThat(reopened.get(KEY)).isEqualTo(LAST);
      reopened.verify();
    }
    store.close();
  }

  @Test
  void initialCapacityIsForANewStore() {
    HashOptions options =
        HashOptions.builder().memoryBudgetBytes(64 << 20).initialCapacity(1_000_000).build();
    try (HashStore created = HashStore.open(new KeptVfs(disk), options, Background.none())) {
      created.put(KEY, LAST);
      assertThat(created.stats().indexBytes()).isBetween(10_000_000L, 12_000_000L);
    }
    try (HashStore reopened = HashStore.open(new KeptVfs(disk), options, Background.none())) {
      assertThat(reopened.get(KEY)).isEqualTo(LAST);
      assertThat(reopened.stats().indexBytes()).isLessThan(1_000_000);
    }
  }

  @Test
  void aDamagedImageIsGoneAfterOpening() {
    MemoryVfs files = closedStore();
    Damage.flipBit(files, IndexImageFormat.FILE_NAME, 40, 3);

    reopenWithoutImage(files, files);
  }

  @Test
  void anImageThatIsCutIsGoneAfterOpening() {
    MemoryVfs files = closedStore();
    Damage.truncate(files, IndexImageFormat.FILE_NAME, 7);

    reopenWithoutImage(files, files);
  }

  @Test
  void aDamagedImageInWhosePlaceThereIsNoRoomForAnIndexIsARefusalForLackOfMemory() {
    MemoryVfs files = closedStore();
    Damage.flipBit(files, IndexImageFormat.FILE_NAME, 40, 3);
    LeakCheckingVfs checked = new LeakCheckingVfs(new KeptVfs(files));
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .segmentBytes(4 << 10)
            .initialCapacity(1_000_000)
            .build();

    assertThatExceptionOfType(MemoryBudgetException.class)
        .isThrownBy(() -> HashStore.open(checked, options, Background.none()));

    checked.assertNothingOpen();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anImageThatTheDiskDoesNotGiveIsGoneAfterOpening(boolean isFooterBad) {
    MemoryVfs files = closedStore();
    long footer = files.size(IndexImageFormat.FILE_NAME) - IndexImageFormat.FOOTER_BYTES;
    long bad = isFooterBad ? footer : 0;

    reopenWithoutImage(new BadSectorVfs(files, IndexImageFormat.FILE_NAME, bad, bad + 1), files);
  }

  /** Each with a checksum that is right. */
  @Test
  void anImageOfWhichTwoTablesHaveChangedPlacesIsGoneAfterOpening() {
    MemoryVfs files = new MemoryVfs();
    try (HashStore store = new HashFixture().open(files, Durability.PROCESS)) {
      for (int i = 0; i < SHARDS_WITH_KEYS; i++) {
        store.put(keyOfShard(files, i), LAST);
      }
    }
    int bytes = (int) IndexImageFormat.tableBytes(1);
    byte[] image = FileBytes.of(files, IndexImageFormat.FILE_NAME);
    byte[] swapped = image.clone();
    System.arraycopy(image, 0, swapped, bytes, bytes);
    System.arraycopy(image, bytes, swapped, 0, bytes);
    try (VfsFile file = files.open(IndexImageFormat.FILE_NAME, OpenMode.WRITE);
        Arena arena = Arena.ofConfined()) {
      file.write(0, arena.allocateFrom(ValueLayout.JAVA_BYTE, swapped), 0, swapped.length);
    }

    try (HashStore reopened = new HashFixture().open(files, Durability.PROCESS)) {
      assertThat(files.exists(IndexImageFormat.FILE_NAME)).isFalse();
      for (int i = 0; i < SHARDS_WITH_KEYS; i++) {
        assertThat(reopened.get(keyOfShard(files, i))).isEqualTo(LAST);
      }
      reopened.verify();
    }
  }

  /** The first key that falls into a shard. */
  private static byte[] keyOfShard(Vfs files, int shard) {
    long seed = StoreFile.read(files, HashOpening.ENGINE, HashOpening.FORMAT_VERSION).seed();
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> Bytes.of("key " + i).toArray())
        .filter(key -> SlotFormat.shard(Xxh3.hash(key, 0, key.length, seed)) == shard)
        .findFirst()
        .orElseThrow();
  }

  /** A crash between the two writes leaves that. The image alone says what had been forced. */
  @Test
  void damageBelowWhatTheImageSaysIsNoticedThoughTheSegmentListIsOlder() {
    MemoryVfs files = new MemoryVfs();
    SegmentList before;
    try (HashStore store = new HashFixture().open(files, Durability.PROCESS)) {
      store.put(KEY, LAST);
      before = SegmentList.read(files);
    }
    before.write(files);
    String tail =
        files.list().stream().filter(name -> name.endsWith(".log")).findFirst().orElseThrow();
    Damage.flipBit(files, tail, LogFormat.HEADER_BYTES + LAST.length / 2, 0);

    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> new HashFixture().open(files, Durability.PROCESS));
  }

  @Test
  void anImageThatIsNotAskedWhatHadBeenForcedIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), HashOpening.class)
        .requireKilled(
            "damageBelowWhatTheImageSaysIsNoticedThoughTheSegmentListIsOlder",
            callInstead("startAfter", "max", "min"));
  }

  @Test
  void verifyMissesAKeyThatTheIndexLacks() {
    HashOptions options = HashOptions.builder().memoryBudgetBytes(64 << 20).build();
    HashParts parts = HashOpening.open(new KeptVfs(new MemoryVfs()), options, Background.none());
    try (HashStore store = new HashStore(parts, options)) {
      byte[] deleted = Bytes.of("deleted").toArray();
      store.put(KEY, LAST);
      store.put(KEY, deleted);
      store.put(deleted, LAST);
      store.delete(deleted);
      store.verify();
      long hash = Xxh3.hash(KEY, 0, KEY.length, parts.hashSeed());
      Shard shard = parts.index().shard(hash);
      shard.table(hash).delete(hash, shard.table(hash).firstMatch(hash));
      shard.addToCount(-1);

      assertThatExceptionOfType(CorruptionException.class)
          .isThrownBy(store::verify)
          .withMessageContaining("1 keys without one");
    }
  }

  private static MemoryVfs closedStore() {
    MemoryVfs files = new MemoryVfs();
    try (HashStore store = new HashFixture().open(files, Durability.PROCESS)) {
      store.put(KEY, LAST);
    }
    return files;
  }

  private static void reopenWithoutImage(Vfs damaged, MemoryVfs files) {
    try (HashStore reopened = new HashFixture().open(damaged, Durability.PROCESS)) {
      assertThat(reopened.get(KEY)).isEqualTo(LAST);
      assertThat(files.exists(IndexImageFormat.FILE_NAME)).isFalse();
      reopened.verify();
    }
    assertThat(files.exists(IndexImageFormat.FILE_NAME)).isTrue();
    Salvage.examine(
        files,
        new HashSalvage(),
        damage -> {
          throw new AssertionError(damage.toString());
        });
  }

  private static void overwrite(HashStore store, int times) {
    for (int i = 0; i < times; i++) {
      store.put(KEY, new byte[500]);
    }
  }

  /** A directory where something happens while the image is being written. */
  private static final class InterruptedImage extends ForwardingVfs {
    @Nullable Runnable inFirstWrite;

    InterruptedImage(Vfs inner) {
      super(inner);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      VfsFile file = super.open(name, mode);
      return name.startsWith(IndexImageFormat.FILE_NAME) && mode == OpenMode.CREATE
          ? new ImageFile(file)
          : file;
    }

    private final class ImageFile extends ForwardingFile {
      ImageFile(VfsFile inner) {
        super(inner);
      }

      @Override
      public void write(long position, MemorySegment source, long offset, long bytes) {
        Runnable action = inFirstWrite;
        inFirstWrite = null;
        if (action != null) {
          action.run();
        }
        super.write(position, source, offset, bytes);
      }
    }
  }
}

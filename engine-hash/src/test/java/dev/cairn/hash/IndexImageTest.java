package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.vfs.BadSectorVfs;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image of an index that changes while it is taken. */
class IndexImageTest {
  private static final byte[] KEY = Bytes.of("changes").toArray();
  private static final byte[] LAST = new byte[600];

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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anImageThatTheDiskDoesNotGiveIsGoneAfterOpening(boolean isFooterBad) {
    MemoryVfs files = closedStore();
    long footer = files.size(IndexImageFormat.FILE_NAME) - IndexImageFormat.FOOTER_BYTES;
    long bad = isFooterBad ? footer : 0;

    reopenWithoutImage(new BadSectorVfs(files, IndexImageFormat.FILE_NAME, bad, bad + 1), files);
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

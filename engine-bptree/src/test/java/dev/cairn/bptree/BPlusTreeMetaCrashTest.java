package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.doNothing;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.StoreIOException;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import java.lang.foreign.MemorySegment;
import java.util.NavigableMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an opening reads of the meta page may be in the system's cache alone: before anything of the
 * other checkpoint is used again, it is on the device.
 */
@Tag("gate")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BPlusTreeMetaCrashTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();
  private static final long SEED = 0x3e7a;
  private static final int KEYS = 40;
  private static final byte[] VALUE = new byte[100];

  /** A disk on which a checkpoint stays between its two copies of the meta page. */
  private static final class HoldingDisk extends ForwardingVfs {
    private final CountDownLatch isBetween = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private volatile boolean isOpen;
    private boolean hasWrittenFirst;

    HoldingDisk(Vfs inner) {
      super(inner);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      VfsFile file = super.open(name, mode);
      return !name.equals(PageFormat.FILE_NAME)
          ? file
          : new ForwardingFile(file) {
            @Override
            public void write(long position, MemorySegment source, long offset, long bytes) {
              super.write(position, source, offset, bytes);
              hasWrittenFirst = position == 0;
            }

            @Override
            public void sync() {
              super.sync();
              if (isOpen && hasWrittenFirst && isBetween.getCount() > 0) {
                isBetween.countDown();
                await(mayGoOn);
              }
            }
          };
    }
  }

  /**
   * A disk that does not give the first copy once, and then fails to write it once: the system
   * shows it from then on, and believes that the device has it.
   */
  private static final class OnceFailingDisk extends ForwardingVfs {
    private boolean failsToRead = true;
    private boolean failsToWrite = true;
    private @Nullable MemorySegment shown;

    OnceFailingDisk(Vfs inner) {
      super(inner);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      VfsFile file = super.open(name, mode);
      return !name.equals(PageFormat.FILE_NAME) ? file : new OnceFailingFile(file);
    }

    private final class OnceFailingFile extends ForwardingFile {
      OnceFailingFile(VfsFile inner) {
        super(inner);
      }

      @Override
      public int read(long position, MemorySegment target, long offset, int bytes) {
        if (position != 0) {
          return super.read(position, target, offset, bytes);
        }
        if (failsToRead) {
          failsToRead = false;
          throw new StoreIOException("no bytes today");
        }
        if (shown == null) {
          return super.read(position, target, offset, bytes);
        }
        MemorySegment.copy(shown, 0, target, offset, bytes);
        return bytes;
      }

      @Override
      public void write(long position, MemorySegment source, long offset, long bytes) {
        if (position == 0 && failsToWrite) {
          shown = MemorySegment.ofArray(source.asSlice(offset, bytes).toArray(JAVA_BYTE));
          return;
        }
        if (position == 0) {
          shown = null;
        }
        super.write(position, source, offset, bytes);
      }

      @Override
      public void sync() {
        if (failsToWrite) {
          failsToWrite = false;
          throw new StoreIOException("no force today");
        }
        super.sync();
      }
    }
  }

  @Test
  void anOlderCheckpointThatIsGoneOnWithIsOnTheDevice() {
    CrashableVfs disk = new CrashableVfs(SEED);
    ENGINE.create(disk, SEED);
    HoldingDisk holding = new HoldingDisk(disk);
    CrashableVfs left;
    NavigableMap<Bytes, Bytes> content;
    try (BPlusTreeStore store =
        ENGINE.open(holding, Durability.DEVICE, Background.threads("meta"))) {
      holding.isOpen = true; // Opening writes the copies too.
      for (int i = 0; holding.isBetween.getCount() > 0; i++) {
        store.put(key(i).toArray(), VALUE);
      }
      // The checkpoint knows nothing of this.
      store.deleteRange(KeyRange.from(key(10).toArray()));
      for (int i = 0; i < KEYS; i++) {
        store.put(key(KEYS + i * 3).toArray(), VALUE);
      }
      content = Contents.of(store);
      left = disk.killedAfter(disk.steps(), SEED);
      holding.mayGoOn.countDown();
    }

    Vfs failing = new OnceFailingDisk(left);
    assertThatExceptionOfType(StoreIOException.class)
        .isThrownBy(() -> ENGINE.open(failing, Durability.DEVICE).close())
        .withMessageContaining("no force today");
    int opened = left.steps();
    ENGINE.open(failing, Durability.DEVICE).close();

    for (int step = opened; step <= left.steps(); step++) {
      Vfs lost = left.stateAfter(step, CrashPlan.dropAll());
      try (BPlusTreeStore again = ENGINE.open(lost, Durability.PROCESS)) {
        assertThat(Contents.of(again)).as("step %d of %d", step, left.steps()).isEqualTo(content);
        again.verify();
      }
    }
  }

  @Test
  void copiesThatAreNotBroughtToTheDeviceAreNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), PageFileOpening.class)
        .requireKilled("anOlderCheckpointThatIsGoneOnWithIsOnTheDevice", doNothing("repair"));
  }

  private static Bytes key(int number) {
    return Bytes.of("key %06d".formatted(number));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

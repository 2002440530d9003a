package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Durability;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The log fails while reclaim brings a list of segments to the device: the new list's name may be
 * lost, and no segment goes that the one before it has.
 */
@Tag("once")
class HashFailedLogTest {
  private static final int KEYS = 12;

  // Reclaim has freed segments by then, and the next index image is not due soon.
  private static final int ROUNDS = 3;

  private static final int VALUE_BYTES = 800;
  private static final byte[] FAILING = {1};

  // Needs a segment of its own, whose name is to be forced.
  private static final byte[] LARGE = new byte[5_000];

  private final CrashableVfs disk = new CrashableVfs(1);
  private final FailingVfs files = new FailingVfs(disk);
  private final HashStore store = open(files);
  private final byte[] acknowledged = new byte[KEYS];
  private final List<SegmentList> before = new ArrayList<>();

  /** Does something once behind the force of a segment list, and in each force of the directory. */
  private static final class FailingVfs extends ForwardingVfs {
    private Runnable behindList = () -> {};
    private volatile Runnable inForce = () -> {};

    FailingVfs(Vfs inner) {
      super(inner);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      return new ForwardingFile(super.open(name, mode)) {
        @Override
        public void sync() {
          super.sync();
          if (name.startsWith(SegmentList.NAME)) {
            Runnable action = behindList;
            behindList = () -> {};
            action.run();
          }
        }
      };
    }

    @Override
    public void syncDirectory() {
      inForce.run();
      super.syncDirectory();
    }

    static void fail() {
      throw new StoreIOException("the directory: not forced");
    }
  }

  private static HashStore open(Vfs files) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .segmentBytes(4 << 10)
            .durability(Durability.DEVICE)
            .build();
    return HashStore.open(files, options, Background.none());
  }

  private static byte[] key(int number) {
    return Bytes.of("key " + number).toArray();
  }

  private static byte[] value(byte round) {
    byte[] value = new byte[VALUE_BYTES];
    value[0] = round;
    return value;
  }

  private void overwrite() {
    for (int i = 0; i < ROUNDS * KEYS; i++) {
      byte round = (byte) (acknowledged[i % KEYS] + 1);
      store.put(key(i % KEYS), value(round));
      acknowledged[i % KEYS] = round;
    }
  }

  private void putInVain() {
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.put(FAILING, LARGE));
  }

  private void requireAcknowledged(HashStore present) {
    for (int i = 0; i < KEYS; i++) {
      assertThat(present.get(key(i))).isEqualTo(value(acknowledged[i]));
    }
  }

  @Test
  void noSegmentGoesWhoseListMayBeLost() {
    overwrite();
    files.behindList =
        () -> {
          before.add(SegmentList.read(disk));
          files.inForce = FailingVfs::fail;
          putInVain();
          files.inForce = () -> {};
        };

    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(this::overwrite);

    requireWholeWithListBefore();
  }

  @Test
  void noneGoesBeforeWhoeverHasMetTheFailureHasSaidSo() throws InterruptedException {
    overwrite();
    Thread reclaiming = Thread.currentThread();
    Thread writer = Thread.ofPlatform().daemon().unstarted(this::putInVain);
    AtomicBoolean isForcing = new AtomicBoolean();
    files.behindList =
        () -> {
          before.add(SegmentList.read(disk));
          files.inForce =
              () -> {
                if (Thread.currentThread() == writer) {
                  isForcing.set(true);
                  Threads.awaitWaiting(reclaiming);
                  FailingVfs.fail();
                }
              };
          writer.start();
          while (writer.isAlive() && !isForcing.get()) { // Not in a way that looks like waiting.
            Thread.onSpinWait();
          }
        };

    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(this::overwrite);

    writer.join();
    requireWholeWithListBefore();
  }

  /** Now, and after power has failed, and with it the names that were not forced. */
  private void requireWholeWithListBefore() {
    assertThat(before.getFirst().sealed()).as("of reclaim before").isNotEmpty();
    assertThat(store.stats().details().get("indexImageCount")).as("other lists").isZero();
    requireAcknowledged(store);
    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(store::close);

    MemoryVfs left = disk.stateAfter(disk.steps(), CrashPlan.keepAll());
    before.getFirst().write(left);
    try (HashStore again = open(left)) {
      requireAcknowledged(again);
    }
  }

  @Test
  void aSegmentThatGoesAllTheSameIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), Reclaim.class)
        .requireKilled(
            "noSegmentGoesWhoseListMayBeLost", forgetCall("changeNames", "requireNames"));
  }

  @Test
  void oneThatGoesWithoutWaitingForWhoeverForcesIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), "dev.cairn.internal.log.SegmentFiles")
        .requireKilled(
            "noneGoesBeforeWhoeverHasMetTheFailureHasSaidSo",
            forgetCall("requireNames", "lock").and(forgetCall("requireNames", "unlock")));
  }
}

package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is under way when a store is closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmClosingTest {
  private static final byte[] KEY = {1};
  private static final byte[] LARGE = new byte[100_000];
  private static final Edit WRITE_POINTS = preempt("appendLocked");

  private final MemoryVfs disk = new MemoryVfs();

  private static LsmOptions.Builder options() {
    return LsmOptions.builder()
        .memoryBudgetBytes(16 << 20)
        .memtableBytes(1 << 20)
        .blockBytes(1 << 10)
        .durability(Durability.PROCESS);
  }

  private static LsmThreads noThreads() {
    return LsmThreads.of(Background.none());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closingWaitsForAWriteThatIsPastItsCheck() throws Throwable {
    assertThat(closeDuringWrites(WRITE_POINTS)).isGreaterThan(2);
  }

  @Test
  void aWriteThatClosingDoesNotWaitForIsMissed() {
    Edit impatient =
        forgetCall("close", "lock")
            .and(forgetCall("close", "unlock"))
            .and(decide("close", 0, true)); // Asserts nothing.

    assertThatThrownBy(() -> closeDuringWrites(impatient.and(WRITE_POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int closeDuringWrites(Edit edit) throws Throwable {
    return EditingLoader.run(Map.of(LsmWriter.class.getName(), edit), PreemptedWrite.class);
  }

  @Test
  void closingWaitsForAFlushThatACallerHasBegun() throws Exception {
    TableHookVfs files = new TableHookVfs(new KeptVfs(disk));
    LsmStore store = LsmStore.open(files, options().build(), noThreads());
    store.put(KEY, KEY);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    files.setHook(() -> {
      begun.countDown();
      awaitUninterruptibly(mayGoOn);
    });
    Threads.Started flushing = Threads.start(store::flush);
    begun.await();

    Threads.Started closing = Threads.start(store::close);
    closing.awaitWaiting();

    assertThat(closing.task().isDone()).isFalse();
    mayGoOn.countDown();
    flushing.join();
    closing.join();
    try (LsmStore again = LsmStore.open(disk, options().build(), noThreads())) {
      assertThat(again.get(KEY)).isEqualTo(KEY);
      assertThat(again.tables().list()).hasSize(1);
      again.verify();
    }
  }

  @Test
  void closingWaitsForNoMoreOfATableThatIsVerified() throws Exception {
    AtomicReference<Runnable> hook = new AtomicReference<>(() -> {});
    ForwardingVfs files =
        new ForwardingVfs(disk) {
          @Override
          public VfsFile open(String name, OpenMode mode) {
            VfsFile file = super.open(name, mode);
            return !TableFormat.isTableName(name)
                ? file
                : new ForwardingFile(file) {
                  @Override
                  public int read(long position, MemorySegment target, long offset, int bytes) {
                    if (position == 0) { // Where its entries begin.
                      hook.getAndSet(() -> {}).run();
                    }
                    return super.read(position, target, offset, bytes);
                  }
                };
          }
        };
    LsmStore store = LsmStore.open(files, options().build(), noThreads());
    for (byte i = 0; i < 50; i++) {
      store.put(new byte[] {i}, new byte[1_000]);
    }
    store.flush();
    assertThat(store.tables().list()).hasSize(1);
    AtomicReference<Threads.Started> closing = new AtomicReference<>();
    hook.set(() -> {
      closing.set(Threads.start(store::close));
      closing.get().awaitWaiting();
    });

    assertThatIllegalStateException().isThrownBy(store::verify);

    closing.get().join();
  }

  @Test
  void closingWaitsForNoRateLimit() throws Exception {
    LsmStore store =
        LsmStore.open(disk, options().compactionBytesPerSecond(1).build(), LsmThreads.start(1));
    for (byte i = 0; i < 10; i++) {
      store.put(new byte[] {i}, LARGE);
    }
    Threads.Started compacting =
        Threads.start(() ->
            assertThatIllegalStateException().isThrownBy(() -> store.compact(KeyRange.all())));
    compacting.awaitWaiting();

    store.close();

    compacting.join();
  }

  @Test
  void aCursorThatIsClosedAfterItsStoreKeepsNoMemory() {
    LsmStore store = LsmStore.open(disk, options().build(), noThreads());
    store.put(KEY, LARGE);
    store.flush();
    Cursor cursor = store.scan(KeyRange.all());
    assertThat(cursor.next()).isTrue();
    MemorySegment value = cursor.valueSegment();
    assertThat(value.byteSize()).isEqualTo(LARGE.length);
    store.close();

    cursor.close();

    assertThat(value.scope().isAlive()).isFalse();
  }
}

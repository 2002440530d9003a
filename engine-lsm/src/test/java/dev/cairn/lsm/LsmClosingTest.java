package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is under way when a store is closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmClosingTest {
  private static final byte[] KEY = {1};
  private static final byte[] LARGE = new byte[100_000];

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

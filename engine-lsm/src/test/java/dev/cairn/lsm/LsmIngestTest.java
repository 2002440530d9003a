package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Durability;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Threads;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pairs are ingested while others write, and while the store is closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmIngestTest {
  // So large that only what is ingested flushes it.
  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(128 << 20)
          .memtableBytes(16 << 20)
          .durability(Durability.MEMORY)
          .build();

  private static final int MANY_TABLES = 50;
  private static final int MANY_PAIRS = 100_000;

  private final TableHookVfs files = new TableHookVfs(new MemoryVfs());
  private final LsmStore store = LsmStore.open(files, OPTIONS, LsmThreads.start(1));

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  private static List<Map.Entry<byte[], byte[]>> pairs(int count) {
    return IntStream.range(0, count).mapToObj(i -> Map.entry(key(i), key(-i))).toList();
  }

  /** Pairs that are made one by one. */
  private static Iterator<Map.Entry<byte[], byte[]>> pairs(int count, IntConsumer beforeEach) {
    return IntStream.range(0, count)
        .peek(beforeEach)
        .mapToObj(i -> Map.entry(key(i), key(i)))
        .iterator();
  }

  @Test
  void ingestComesToItsEndThoughAnotherThreadWritesAllTheTime() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    AtomicBoolean isIngested = new AtomicBoolean();
    Threads.Started writer =
        Threads.start(() -> {
          for (int i = 0; !isIngested.get() && files.tableCount() < MANY_TABLES; i++) {
            store.put(key(1_000 + i % 1_000), key(i));
            writes.incrementAndGet();
          }
          store.put(key(5), key(5));
        });
    // Behind each memtable that is flushed something comes to the next, unless writes must wait.
    files.setHook(() -> {
      int before = writes.get();
      while (writes.get() == before
          && Thread.currentThread() != writer.thread()
          && writer.thread().getState() != Thread.State.WAITING
          && writer.thread().isAlive()) {
        Thread.onSpinWait();
      }
    });

    store.ingest(pairs(2_000).iterator());
    isIngested.set(true);
    writer.join();

    assertThat(files.tableCount()).isLessThan(MANY_TABLES);
    assertThat(store.get(key(5))).isEqualTo(key(5));
    assertThat(store.get(key(6))).isEqualTo(key(-6));
    store.verify();
    store.close();
  }

  @Test
  void closingEndsAnIngestWhoseInputGoesOn() throws Exception {
    AtomicInteger last = new AtomicInteger();
    Threads.Started[] closing = new Threads.Started[1];
    Iterator<Map.Entry<byte[], byte[]>> input =
        pairs(
            MANY_PAIRS,
            i -> {
              last.set(i);
              if (i == 10) {
                closing[0] = Threads.start(store::close);
              }
              if (i >= 10) {
                closing[0].awaitWaiting();
              }
            });

    assertThatIllegalStateException().isThrownBy(() -> store.ingest(input));

    closing[0].join();
    assertThat(last.get()).isLessThan(MANY_PAIRS - 1);
  }

  @Test
  void inputThatClosesTheStoreIsRefusedThat() {
    store.ingest(pairs(10, i -> assertThatIllegalStateException().isThrownBy(store::close)));

    assertThat(store.get(key(9))).isEqualTo(key(9));
    store.close();
  }
}

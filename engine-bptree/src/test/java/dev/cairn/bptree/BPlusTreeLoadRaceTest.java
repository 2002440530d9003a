package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreFixture;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.Workers;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.KeptVfs;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store is closed while it is filled at once, and the thread that fills it is interrupted. */
@Tag("gate")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BPlusTreeLoadRaceTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();
  private static final int PAIRS = 300;
  private static final int VALUE_BYTES = 200;
  private static final int ROUNDS = 100;
  private static final int FIRST_STEP = 100;
  private static final int MOST_SPINS_BETWEEN_INTERRUPTS = 2_000;
  private static final int INTERRUPTED_LOADS = 20;
  private static final int MORE_INTERRUPTS = 10;
  private static final NavigableMap<Bytes, Bytes> CONTENT = content();

  private static NavigableMap<Bytes, Bytes> content() {
    NavigableMap<Bytes, Bytes> content = new TreeMap<>();
    SplittableRandom random = new Seed(0x10ad).random();
    for (int i = 0; i < PAIRS; i++) {
      byte[] value = new byte[random.nextInt(VALUE_BYTES)];
      random.nextBytes(value);
      content.put(Bytes.of("key %04d".formatted(i)), Bytes.of(value));
    }
    return content;
  }

  /** The pairs, each of them made when it is asked for. */
  private static Iterator<Map.Entry<byte[], byte[]>> pairs(Runnable beforeEach) {
    return CONTENT.entrySet().stream()
        .peek(_ -> beforeEach.run())
        .map(pair -> Map.entry(pair.getKey().toArray(), pair.getValue().toArray()))
        .iterator();
  }

  private static BPlusTreeStore open(MemoryVfs files) {
    return ENGINE.open(new KeptVfs(files), Durability.MEMORY, Background.threads("load-race"));
  }

  private static void requireLeft(MemoryVfs files, boolean isLoaded) {
    try (BPlusTreeStore left = ENGINE.open(files, Durability.PROCESS)) {
      assertThat(Contents.of(left)).isEqualTo(isLoaded ? CONTENT : Map.of());
      left.verify();
    }
  }

  /**
   * The closing comes sooner after a load that was done, and later after one that was refused; by
   * twice as much if it was so before. So both come, and most loads begin when the store closes.
   */
  @Test
  void loadsThatRaceWithClosingAreDoneOrRefused() {
    SplittableRandom random = new Seed(0xc105e).random();
    int doneCount = 0;
    boolean wasDone = false;
    int step = FIRST_STEP;
    int spins = 0; // Of the one who closes, or if it is negative of the one who loads.
    for (int round = 0; round < ROUNDS; round++) {
      MemoryVfs files = new MemoryVfs();
      boolean isDone = raceWithClosing(open(files), spins);
      requireLeft(files, isDone);
      doneCount += isDone ? 1 : 0;
      step = isDone == wasDone ? 2 * step : FIRST_STEP;
      wasDone = isDone;
      spins += isDone ? -random.nextInt(step) : random.nextInt(step);
    }

    assertThat(doneCount).as("loads that were done").isBetween(1, ROUNDS - 1);
  }

  private static boolean raceWithClosing(BPlusTreeStore store, int spins) {
    AtomicBoolean isDone = new AtomicBoolean();
    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            spin(-spins);
            isDone.set(tryLoad(store));
          } else {
            spin(spins);
            store.close();
          }
        });
    return isDone.get();
  }

  private static boolean tryLoad(BPlusTreeStore store) {
    try {
      store.load(pairs(() -> {}));
      return true;
    } catch (IllegalStateException closed) {
      assertThat(closed).hasMessageMatching(StoreFixture.CLOSED.pattern());
      return false;
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  @Test
  void closingWaitsForALoadThatHasBegun() throws InterruptedException {
    MemoryVfs files = new MemoryVfs();
    BPlusTreeStore store = open(files);
    Thread closing = Thread.ofPlatform().daemon().unstarted(store::close);

    store.load(
        pairs(() -> {
          if (closing.getState() == Thread.State.NEW) {
            closing.start();
          }
          Threads.awaitWaiting(closing);
        }));
    closing.join();

    requireLeft(files, true);
  }

  @Test
  void interruptsChangeNoLoadAndStayToBeSeen(@TempDir Path directory) {
    SplittableRandom random = new Seed(0x1e7).random();
    for (int i = 0; i < INTERRUPTED_LOADS; i++) {
      Path home = directory.resolve("" + i);
      try (BPlusTreeStore store = ENGINE.open(home, Durability.PROCESS)) {
        loadInterrupted(store, i * MORE_INTERRUPTS, random.split());
      }
      try (BPlusTreeStore store = ENGINE.open(home, Durability.PROCESS)) {
        assertThat(Contents.of(store)).isEqualTo(CONTENT);
        store.verify();
      }
    }
  }

  /** The first interrupt comes before the first pair; nobody interrupts again after the last. */
  private static void loadInterrupted(
      BPlusTreeStore store, int moreInterrupts, SplittableRandom random) {
    Thread loader = Thread.currentThread();
    AtomicBoolean isBegun = new AtomicBoolean();
    Thread interrupting =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              loader.interrupt();
              isBegun.set(true);
              for (int i = 0; i < moreInterrupts; i++) {
                spin(random.nextInt(MOST_SPINS_BETWEEN_INTERRUPTS));
                loader.interrupt();
              }
            });
    boolean isSeen;
    try {
      store.load(
          pairs(() -> {
            while (!isBegun.get()) {
              Thread.onSpinWait();
            }
          }));
    } finally {
      while (interrupting.isAlive()) {
        Thread.onSpinWait();
      }
      isSeen = Thread.interrupted();
    }
    assertThat(isSeen).as("the interrupt is there after the load").isTrue();
  }

  @Test
  void anInterruptThatALoadSwallowsIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), "dev.cairn.internal.vfs.OsFile")
        .requireKilled(
            "interruptsChangeNoLoadAndStayToBeSeen", forgetCall("repeatable", "interrupt"));
  }
}

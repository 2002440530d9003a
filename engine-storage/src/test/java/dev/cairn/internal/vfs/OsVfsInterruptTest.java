package dev.cairn.internal.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt closes a FileChannel for all threads; nobody may notice. */
@Timeout(600)
class OsVfsInterruptTest {
  private static final int INTERRUPTS = 1_000;

  @TempDir Path directory;

  @Test
  void interruptedReadsReturnEveryByteToEveryThread() throws Exception {
    byte[] bytes = randomBytes(2 << 20);
    var vfs = new OsVfs(directory);
    FileBytes.create(vfs, "a", bytes);

    try (VfsFile file = vfs.open("a", OpenMode.READ)) {
      var bystander = new Bystander(() -> assertReads(file, bytes));
      interruptDuringEach(_ -> assertReads(file, bytes));
      bystander.stop();
    }
  }

  @Test
  void interruptedWritesWriteEveryByte() throws Exception {
    byte[] bytes = randomBytes(512 << 10);
    var vfs = new OsVfs(directory);

    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      interruptDuringEach(round -> {
        bytes[round % bytes.length] ^= (byte) round;
        FileBytes.write(file, (long) (round % 4) * bytes.length, bytes);
        assertThat(FileBytes.read(file, (long) (round % 4) * bytes.length, bytes.length))
            .isEqualTo(bytes);
      });
    }
  }

  @Test
  void interruptedSyncsSizesAllocationsAndMappingsDoTheirWork() throws Exception {
    var vfs = new OsVfs(directory);

    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      interruptDuringEach(round -> {
        file.truncate(10);
        file.allocate(8_192);
        assertThat(file.size()).isEqualTo(8_192);
        try (VfsWindow window = file.map(8_192)) {
          window.copyIn(round, MemorySegment.ofArray(new byte[] {1}), 0, 1);
        }
        file.sync();
        vfs.syncDirectory();
        assertThat(FileBytes.read(file, round, 1)).containsExactly(1);
      });
    }
  }

  @Test
  void interruptedReadsOfRenamedReplacedAndDeletedFilesStillFindThem() throws Exception {
    byte[] deletedBytes = randomBytes(200_000);
    byte[] replacedBytes = randomBytes(200_001);
    byte[] renamedBytes = randomBytes(200_002);
    var vfs = new OsVfs(directory);
    FileBytes.create(vfs, "deleted", deletedBytes);
    FileBytes.create(vfs, "replaced", replacedBytes);
    FileBytes.create(vfs, "renamed", renamedBytes);

    try (VfsFile deleted = vfs.open("deleted", OpenMode.READ);
        VfsFile replaced = vfs.open("replaced", OpenMode.WRITE);
        VfsFile renamed = vfs.open("renamed", OpenMode.READ)) {
      vfs.delete("deleted");
      vfs.rename("renamed", "replaced");
      interruptDuringEach(round -> {
        switch (round % 3) {
          case 0 -> assertReads(deleted, deletedBytes);
          case 1 -> {
            assertReads(replaced, replacedBytes);
            FileBytes.write(replaced, round, new byte[] {replacedBytes[round]});
          }
          default -> assertReads(renamed, renamedBytes);
        }
      });
      assertReads(deleted, deletedBytes);
      assertReads(replaced, replacedBytes);
      assertReads(renamed, renamedBytes);
    }
  }

  @Test
  void anInterruptThatWasPendingBeforeStaysPending() {
    var vfs = new OsVfs(directory);
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      Thread.currentThread().interrupt();

      FileBytes.write(file, 0, new byte[] {1, 2, 3});
      file.sync();
      vfs.syncDirectory();
      byte[] read = FileBytes.read(file, 0, 9);
      vfs.lock("LOCK").close();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(read).containsExactly(1, 2, 3);
    }
  }

  private static void assertReads(VfsFile file, byte[] expected) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(expected.length + 10L);
      int count = file.read(0, target, 5, expected.length + 5);
      assertThat(count).isEqualTo(expected.length);
      MemorySegment found = target.asSlice(5, expected.length);
      assertThat(found.mismatch(MemorySegment.ofArray(expected))).isEqualTo(-1);
    }
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /**
   * Interrupts this thread once in each round, at any moment of it, and sees the interrupt kept.
   */
  private static void interruptDuringEach(Round action) throws InterruptedException {
    Thread worker = Thread.currentThread();
    var begun = new Semaphore(0);
    var interrupted = new Semaphore(0);
    Thread interrupter =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < INTERRUPTS; i++) {
                begun.acquireUninterruptibly();
                worker.interrupt();
                interrupted.release();
              }
            });
    for (int round = 0; round < INTERRUPTS; round++) {
      begun.release();
      action.run(round);
      // If the interrupt came only now, it says nothing; over many rounds most come in time.
      interrupted.acquireUninterruptibly();
      assertThat(Thread.interrupted()).isTrue();
    }
    interrupter.join();
  }

  /** What is done in one round. */
  @FunctionalInterface
  private interface Round {
    void run(int round);
  }

  /** A thread that is never interrupted, but whose channel is closed all the time. */
  private static final class Bystander {
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    Bystander(Runnable action) {
      thread = Thread.ofPlatform().start(() -> repeat(action));
    }

    private void repeat(Runnable action) {
      try {
        while (running.get()) {
          action.run();
          if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted for nothing");
          }
        }
      } catch (RuntimeException | AssertionError e) {
        failure.set(e);
      }
    }

    void stop() throws InterruptedException {
      running.set(false);
      thread.join();
      assertThat(failure.get()).isNull();
    }
  }
}

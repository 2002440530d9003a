package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.OsVfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store is copied to where its tables can have no second names, and to where they can. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmCheckpointTest {
  private static final int PAIRS = 3_000;

  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(4 << 20)
          .memtableBytes(16 << 10)
          .blockBytes(1 << 10)
          .durability(Durability.PROCESS)
          .build();

  private final MemoryVfs disk = new MemoryVfs();
  private final MemoryVfs otherDisk = new MemoryVfs();

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  private static void changeAll(LsmStore store) {
    for (int i = 0; i < PAIRS; i++) {
      store.put(key(i), key(-i));
    }
    store.compact(KeyRange.all());
  }

  private static void runElsewhere(Runnable task) {
    try {
      Threads.start(task).join();
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void writesFlushesAndCompactionsGoOnWhileTablesAreCopied() {
    TableHookVfs target = new TableHookVfs(new KeptVfs(otherDisk));
    try (LsmStore store = LsmStore.open(disk, OPTIONS, LsmThreads.of(Background.none()))) {
      for (int i = 0; i < PAIRS; i++) {
        store.put(key(i), key(i));
      }
      target.setHook(() -> {
        target.setHook(() -> {});
        runElsewhere(() -> changeAll(store));
      });

      store.checkpoint(target);

      assertThat(target.tableCount()).isGreaterThan(1);
      assertThat(store.get(key(1))).isEqualTo(key(-1));
      assertThat(disk.list().stream().filter(TableFormat::isTableName))
          .hasSize(store.tables().list().size());
    }
    try (LsmStore copy = LsmStore.open(otherDisk, OPTIONS, LsmThreads.of(Background.none()))) {
      for (int i = 0; i < PAIRS; i++) {
        assertThat(copy.get(key(i))).isEqualTo(key(i));
      }
      copy.verify();
    }
  }

  /** The flush waits before it removes the segments that are still to be copied. */
  @Test
  void noFlushRemovesSegmentsWhileTheLogIsCopied() throws Exception {
    byte[] value = new byte[200];
    int pairs = 45; // They fill two segments and a part of a third, but no memtable.
    try (LsmStore store = LsmStore.open(disk, OPTIONS, LsmThreads.of(Background.none()))) {
      store.put(key(-1), value);
      store.flush();
      for (int i = 0; i < pairs; i++) {
        store.put(key(i), value);
      }
      assertThat(store.tables().list()).hasSize(1);
      List<Threads.Started> flushing = new ArrayList<>();
      ForwardingVfs target =
          new ForwardingVfs(otherDisk) {
            @Override
            public VfsFile open(String name, OpenMode mode) {
              if (name.endsWith(".log") && flushing.isEmpty()) {
                Threads.Started started = Threads.start(store::flush);
                flushing.add(started);
                started.awaitWaiting();
              }
              return super.open(name, mode);
            }
          };

      store.checkpoint(target);

      flushing.getFirst().join();
      assertThat(store.tables().list()).hasSize(2);
    }
    assertThat(otherDisk.list().stream().filter(name -> name.endsWith(".log")))
        .hasSizeGreaterThan(2);
    try (LsmStore copy = LsmStore.open(otherDisk, OPTIONS, LsmThreads.of(Background.none()))) {
      for (int i = -1; i < pairs; i++) {
        assertThat(copy.get(key(i))).isEqualTo(value);
      }
      copy.verify();
    }
  }

  @Test
  void aCopyThatKeepsNoFlushFromRemovingSegmentsIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), VersionSet.class)
        .requireKilled(
            "noFlushRemovesSegmentsWhileTheLogIsCopied",
            forgetCall("withTablesFixed", "lock").and(forgetCall("withTablesFixed", "unlock")));
  }

  /** The log has a segment as large as the value, and its file is read into memory of that size. */
  @Test
  void theCacheGivesTheMemoryToLookAtTheLog() {
    byte[] large = new byte[1 << 20];
    byte[] value = new byte[800];
    try (LsmStore store = LsmStore.open(disk, OPTIONS, LsmThreads.of(Background.none()))) {
      store.ingest(IntStream.range(0, PAIRS).mapToObj(i -> Map.entry(key(i), value)).iterator());
      store.put(key(-1), large);
      IntStream.range(0, PAIRS).forEach(i -> store.get(key(i)));

      store.checkpoint(new KeptVfs(otherDisk));
      store.put(key(-1), large);
      IntStream.range(0, PAIRS).forEach(i -> store.get(key(i)));
      store.verify();
    }
    try (LsmStore copy = LsmStore.open(otherDisk, OPTIONS, LsmThreads.of(Background.none()))) {
      assertThat(copy.get(key(0))).isEqualTo(value);
      assertThat(copy.get(key(-1))).isEqualTo(large);
      copy.verify();
    }
  }

  private static boolean hasHardLinks(Path directory) throws IOException {
    try {
      Files.createLink(
          directory.resolve("second name"), Files.createFile(directory.resolve("first name")));
      return true;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false;
    }
  }

  @Test
  void onTheSameFileSystemTablesGetSecondNames(@TempDir Path home) throws IOException {
    assumeTrue(hasHardLinks(home));
    Path directory = Files.createDirectory(home.resolve("store"));
    Path copy = home.resolve("copy");
    LsmOptions options = LsmOptions.builder().memoryBudgetBytes(4 << 20).build();
    try (LsmStore store =
        LsmStore.open(new OsVfs(directory), options, LsmThreads.of(Background.none()))) {
      for (int i = 0; i < 2; i++) {
        store.put(key(i), key(i));
        store.flush();
      }

      store.checkpoint(copy);

      List<String> names = store.tables().list().stream().map(LsmTable::fileName).toList();
      assertThat(names)
          .hasSize(2)
          .allSatisfy(name ->
              assertThat(Files.isSameFile(copy.resolve(name), directory.resolve(name))).isTrue());
      store.deleteRange(KeyRange.all());
      store.compact(KeyRange.all());
    }
    try (LsmStore same =
        LsmStore.open(new OsVfs(copy), options, LsmThreads.of(Background.none()))) {
      assertThat(same.get(key(0))).isEqualTo(key(0));
      assertThat(same.get(key(1))).isEqualTo(key(1));
      same.verify();
    }
  }
}

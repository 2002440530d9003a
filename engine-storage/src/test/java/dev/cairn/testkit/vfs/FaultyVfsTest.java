package dev.cairn.testkit.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultyVfsTest {
  private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7, 8};

  private final MemoryVfs inner = new MemoryVfs();
  private final FaultyVfs vfs = new FaultyVfs(inner);

  @Test
  void countsEveryOperation() {
    workload(vfs);

    assertThat(vfs.operations()).isEqualTo(17);
    assertThat(vfs.firstStruck()).isEmpty();
  }

  @Test
  void everyOperationCanFailOnce() {
    for (long k = 1; k <= 17; k++) {
      var faulty = new FaultyVfs(new MemoryVfs());
      faulty.failAt(k, Fault.EIO, FaultSpan.ONCE);

      assertThatThrownBy(() -> workload(faulty))
          .isInstanceOf(StoreIOException.class)
          .isNotInstanceOf(OutOfSpaceException.class)
          .hasMessageContaining("injected EIO at operation " + k);
      assertThat(faulty.firstStruck()).hasValue(k);
      assertThat(faulty.operations()).isEqualTo(k);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aSweepStrikesEachOperationThatTheFaultCanStrike(Fault fault) {
    int struck = 0;
    long k = 1;
    while (true) {
      var faulty = new FaultyVfs(new MemoryVfs());
      faulty.failAt(k, fault, FaultSpan.ONCE);
      try {
        workload(faulty);
        break;
      } catch (StoreIOException e) {
        struck++;
        k = faulty.firstStruck().orElseThrow() + 1;
      }
    }

    assertThat(struck)
        .isEqualTo(
            switch (fault) {
              case EIO -> 17;
              case ENOSPC -> 5;
              case SHORT_WRITE, FAILED_SYNC -> 2;
              case SYNC_ENOSPC -> 1;
            });
  }

  @Test
  void aFullDiskReadsAndOverwrites() {
    FileBytes.create(vfs, "a", BYTES);
    vfs.failAt(1, Fault.ENOSPC, FaultSpan.STICKY);

    try (VfsFile file = vfs.open("a", OpenMode.WRITE)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> FileBytes.write(file, 1, new byte[8]))
            .isInstanceOf(OutOfSpaceException.class);
        assertThat(FileBytes.read(file, 0, 8)).isEqualTo(BYTES);
      }
      FileBytes.write(file, 0, new byte[8]); // There is room for that.
    }

    assertThat(FileBytes.of(inner, "a")).containsOnly(0);
  }

  @Test
  void aShortWriteWritesHalf() {
    try (VfsFile file = vfs.open("a", OpenMode.CREATE)) {
      vfs.failAt(1, Fault.SHORT_WRITE, FaultSpan.STICKY);

      assertThatThrownBy(() -> FileBytes.write(file, 0, BYTES))
          .isInstanceOf(StoreIOException.class);
      assertThat(FileBytes.read(file, 0, 8)).containsExactly(1, 2, 3, 4);

      file.allocate(8);
      try (VfsWindow window = file.map(8)) {
        MemorySegment source = MemorySegment.ofArray(BYTES);
        assertThatThrownBy(() -> window.copyIn(6, source, 6, 2))
            .isInstanceOf(StoreIOException.class);
      }
      assertThat(FileBytes.read(file, 0, 8)).containsExactly(1, 2, 3, 4, 0, 0, 7, 0);
    }
  }

  @Test
  void aFailedSyncLosesDataThatALaterSyncDoesNotBringBack() {
    var disk = new CrashableVfs(5);
    var faulty = new FaultyVfs(disk);
    VfsFile file = faulty.open("a", OpenMode.CREATE);
    faulty.syncDirectory();
    FileBytes.write(file, 0, new byte[1_024]);
    file.sync();
    FileBytes.write(file, 0, BYTES);
    faulty.failAt(1, Fault.FAILED_SYNC, FaultSpan.ONCE);

    assertThatThrownBy(file::sync).isInstanceOf(StoreIOException.class);
    FileBytes.write(file, 512, BYTES);
    assertThatCode(file::sync).doesNotThrowAnyException();

    assertThat(FileBytes.read(file, 0, 8)).isEqualTo(BYTES);
    byte[] durable = FileBytes.of(disk.stateAfter(disk.steps(), CrashPlan.dropAll()), "a");
    assertThat(durable).startsWith(new byte[512]);
    assertThat(durable[512]).isEqualTo((byte) 1);
    assertThat(durable[0]).isZero();
    FileBytes.write(file, 0, BYTES);
    file.sync();
    assertThat(FileBytes.of(disk.stateAfter(disk.steps(), CrashPlan.dropAll()), "a"))
        .startsWith(BYTES);
  }

  /** Does each of the 17 counted operations once. */
  private static void workload(FaultyVfs vfs) {
    MemorySegment segment = MemorySegment.ofArray(BYTES.clone());
    vfs.lock("LOCK").close();
    vfs.exists("a");
    vfs.open("a", OpenMode.CREATE).close();
    try (VfsFile file = vfs.open("a", OpenMode.WRITE)) {
      file.write(0, segment, 0, 8);
      file.read(0, segment, 0, 8);
      file.size();
      file.allocate(100);
      try (VfsWindow window = file.map(100)) {
        window.touch(0);
        window.copyIn(0, segment, 0, 8);
      }
      file.sync();
      file.truncate(5);
    }
    vfs.rename("a", "b");
    vfs.syncDirectory();
    vfs.list();
    vfs.delete("b");
  }
}

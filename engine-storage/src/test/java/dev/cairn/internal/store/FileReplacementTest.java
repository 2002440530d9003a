package dev.cairn.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileReplacementTest {
  private static final String NAME = "SETTINGS";

  // Longer than a sector, so that a torn write shows.
  private static final String OLD = "old ".repeat(300);
  private static final String NEW = "new, and longer ".repeat(200);

  private final CrashableVfs disk = new CrashableVfs(5);

  @Test
  void createsAndReplaces() {
    replace(disk, OLD);
    assertThat(content(disk)).isEqualTo(OLD);

    replace(disk, NEW);

    assertThat(content(disk)).isEqualTo(NEW);
    assertThat(disk.list()).containsExactly(NAME);
  }

  @Test
  void aCrashAtAnyInstantLeavesTheOldFileOrTheNew() {
    replace(disk, OLD);
    int before = disk.steps();
    replace(disk, NEW);

    for (int step = before; step <= disk.steps(); step++) {
      assertOldOrNew(disk.stateAfter(step, CrashPlan.keepAll()), step);
      assertOldOrNew(disk.stateAfter(step, CrashPlan.dropAll()), step);
      for (long seed = 0; seed < 50; seed++) {
        assertOldOrNew(disk.stateAfter(step, CrashPlan.random(seed)), step);
      }
    }
  }

  @Test
  void whenItReturnsTheNewFileIsOnTheDevice() {
    replace(disk, OLD);
    assertThat(content(disk.stateAfter(disk.steps(), CrashPlan.dropAll()))).isEqualTo(OLD);

    replace(disk, NEW);

    assertThat(content(disk.stateAfter(disk.steps(), CrashPlan.dropAll()))).isEqualTo(NEW);
  }

  @Test
  void whatACrashLeftUnfinishedIsKnownAndReplaced() {
    MemoryVfs crashed = new MemoryVfs();
    replace(crashed, OLD);
    replaceFile(crashed, NAME + ".new", "half of");

    assertThat(crashed.list()).filteredOn(FileReplacement::isUnfinished).hasSize(1);
    replace(crashed, NEW);

    assertThat(content(crashed)).isEqualTo(NEW);
    assertThat(crashed.list()).containsExactly(NAME);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aDiskThatFailsAnywhereLeavesTheOldFileOrTheNewAndNothingOpen(Fault fault) {
    for (long operation = 1; operation > 0; ) {
      MemoryVfs memory = new MemoryVfs();
      replace(memory, OLD);
      FaultyVfs faulty = new FaultyVfs(memory);
      LeakCheckingVfs checked = new LeakCheckingVfs(faulty);
      faulty.failAt(operation, fault, FaultSpan.ONCE);
      try {
        replace(checked, NEW);
      } catch (StoreIOException expected) {
        assertOldOrNew(memory, (int) operation);
        replace(memory, NEW);
      }

      checked.assertNothingOpen();
      assertThat(content(memory)).isEqualTo(NEW);
      operation = faulty.firstStruck().isPresent() ? faulty.firstStruck().getAsLong() + 1 : 0;
    }
  }

  @Test
  void contentThatCannotBeMadeLeavesTheOldFile() {
    replace(disk, OLD);

    assertThatThrownBy(() ->
            FileReplacement.replace(
                disk,
                NAME,
                file -> {
                  throw new IllegalStateException("no content");
                }))
        .hasMessage("no content");

    assertThat(content(disk)).isEqualTo(OLD);
  }

  private static void assertOldOrNew(Vfs vfs, int step) {
    assertThat(content(vfs)).as("step %d", step).isIn(OLD, NEW);
  }

  private static void replace(Vfs vfs, String content) {
    replaceFile(vfs, NAME, content);
  }

  private static void replaceFile(Vfs vfs, String name, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    FileReplacement.replace(
        vfs, name, file -> file.write(0, MemorySegment.ofArray(bytes), 0, bytes.length));
  }

  private static String content(Vfs vfs) {
    try (VfsFile file = vfs.open(NAME, OpenMode.READ)) {
      byte[] bytes = new byte[(int) file.size()];
      file.read(0, MemorySegment.ofArray(bytes), 0, bytes.length);
      return new String(bytes, UTF_8);
    }
  }
}

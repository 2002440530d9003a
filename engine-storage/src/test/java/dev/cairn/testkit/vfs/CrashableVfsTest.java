package dev.cairn.testkit.vfs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CrashableVfsTest {
  private static final int SECTOR = 512;
  private static final int SEEDS = 300;

  private final CrashableVfs disk = new CrashableVfs(42);

  @Test
  void aDeadProcessLosesNothing() {
    try (VfsFile file = disk.open("a", OpenMode.CREATE)) {
      FileBytes.write(file, 0, ascii("written"));
    }

    MemoryVfs after = crash(CrashPlan.keepAll());

    assertThat(FileBytes.of(after, "a")).isEqualTo(ascii("written"));
  }

  @Test
  void aProcessMayDieInTheMiddleOfAWrite() {
    VfsFile file = disk.open("a", OpenMode.CREATE);
    int before = disk.steps();
    FileBytes.write(file, 0, ascii("written"));

    assertThat(disk.steps()).isEqualTo(before + 2);
    byte[] part = FileBytes.of(disk.stateAfter(before + 1, CrashPlan.keepAll()), "a");
    assertThat(part).hasSizeBetween(1, 6);
    assertThat("written").startsWith(new String(part, US_ASCII));
  }

  @Test
  void aPowerLossKeepsWhatWasSyncedAndNoMore() {
    VfsFile file = disk.open("a", OpenMode.CREATE);
    FileBytes.write(file, 0, ascii("synced"));
    file.sync();
    disk.syncDirectory();
    FileBytes.write(file, 0, ascii("SYNCED and more"));

    assertThat(FileBytes.of(crash(CrashPlan.dropAll()), "a")).isEqualTo(ascii("synced"));
    assertThat(FileBytes.of(crash(CrashPlan.keepAll()), "a")).isEqualTo(ascii("SYNCED and more"));
  }

  @Test
  void copiesThroughAWindowAreDurableAfterASyncOfTheFile() {
    VfsFile file = durableFile("a", new byte[SECTOR]);
    VfsWindow window = file.map(SECTOR);
    window.copyIn(10, MemorySegment.ofArray(ascii("first")), 0, 5);
    file.sync();
    window.copyIn(10, MemorySegment.ofArray(ascii("later")), 0, 5);

    assertThat(slice(FileBytes.of(crash(CrashPlan.dropAll()), "a"), 10, 15))
        .isEqualTo(ascii("first"));
    assertThat(slice(FileBytes.of(crash(CrashPlan.keepAll()), "a"), 10, 15))
        .isEqualTo(ascii("later"));
  }

  @Test
  void eachUnsyncedSectorHasAnyOfItsVersions() {
    VfsFile file = durableFile("a", filled(2 * SECTOR, 'a'));
    FileBytes.write(file, 0, filled(2 * SECTOR, 'b'));
    FileBytes.write(file, 0, filled(2 * SECTOR, 'c'));

    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] bytes = FileBytes.of(crash(CrashPlan.random(seed)), "a");
      assertThat(bytes).hasSize(2 * SECTOR);
      seen.add("" + (char) bytes[SECTOR - 1] + (char) bytes[2 * SECTOR - 1]);
    }

    assertThat(seen).contains("aa", "bb", "cc", "ac", "ca", "ab", "ba", "bc", "cb");
  }

  @Test
  void whatWasSyncedIsNeverTorn() {
    byte[] synced = new byte[10 * SECTOR + 77];
    new Random(1).nextBytes(synced);
    VfsFile file = durableFile("a", synced);
    FileBytes.write(file, 20 * SECTOR, ascii("unsynced"));

    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] bytes = FileBytes.of(crash(CrashPlan.random(seed)), "a");
      assertThat(slice(bytes, 0, synced.length)).isEqualTo(synced);
    }
  }

  @Test
  void aSizeMayBeThereBeforeItsBytes() {
    VfsFile file = durableFile("a", filled(SECTOR, 'a'));
    FileBytes.write(file, SECTOR, filled(SECTOR, 'b'));

    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] bytes = FileBytes.of(crash(CrashPlan.random(seed)), "a");
      seen.add(
          bytes.length == SECTOR
              ? "short"
              : bytes.length < 2 * SECTOR
                  ? "torn"
                  : bytes[2 * SECTOR - 1] == 0 ? "zeros" : "whole");
    }

    assertThat(seen).containsExactlyInAnyOrder("short", "torn", "zeros", "whole");
  }

  @Test
  void aTruncationMayComeBackUntilItIsSynced() {
    VfsFile file = durableFile("a", filled(4 * SECTOR, 'a'));
    file.truncate(SECTOR + 10);

    Set<Integer> sizes = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      sizes.add(FileBytes.of(crash(CrashPlan.random(seed)), "a").length);
    }
    assertThat(sizes).containsExactlyInAnyOrder(4 * SECTOR, SECTOR + 10);

    file.sync();
    file.allocate(4 * SECTOR);
    assertThat(slice(FileBytes.of(crash(CrashPlan.keepAll()), "a"), SECTOR + 10, 4 * SECTOR))
        .containsOnly(0);
    assertThat(FileBytes.of(crash(CrashPlan.dropAll()), "a")).isEqualTo(filled(SECTOR + 10, 'a'));
  }

  @Test
  void aNameMayVanishEvenIfTheFileWasSynced() {
    VfsFile file = disk.open("a", OpenMode.CREATE);
    FileBytes.write(file, 0, ascii("synced"));
    file.sync();

    assertThat(crash(CrashPlan.dropAll()).list()).isEmpty();
    disk.syncDirectory();
    assertThat(FileBytes.of(crash(CrashPlan.dropAll()), "a")).isEqualTo(ascii("synced"));
  }

  @Test
  void aRenameReplacesWholeOrNotAtAll() {
    durableFile("current", ascii("old")).close();
    durableFile("next", ascii("new")).close();
    disk.rename("next", "current");

    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryVfs after = crash(CrashPlan.random(seed));
      seen.add(after.list() + new String(FileBytes.of(after, "current"), US_ASCII));
    }

    assertThat(seen).containsExactlyInAnyOrder("[current, next]old", "[current]new");
    disk.syncDirectory();
    assertThat(crash(CrashPlan.dropAll()).list()).containsExactly("current");
  }

  @Test
  void aRenamedFileThatWasNotSyncedMayBeEmpty() {
    durableFile("current", ascii("old")).close();
    FileBytes.create(disk, "next", ascii("new"));
    disk.rename("next", "current");
    disk.syncDirectory();

    assertThat(FileBytes.of(crash(CrashPlan.dropAll()), "current")).isEmpty();
  }

  @Test
  void changesOfNamesSurviveInAnySubset() {
    durableFile("a", ascii("a")).close();
    FileBytes.create(disk, "b", ascii("b"));
    disk.delete("a");
    FileBytes.create(disk, "c", ascii("c"));

    Set<List<String>> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      seen.add(crash(CrashPlan.random(seed)).list());
    }

    assertThat(seen)
        .containsExactlyInAnyOrder(
            List.of("a"),
            List.of("a", "b"),
            List.of("a", "c"),
            List.of("a", "b", "c"),
            List.of(),
            List.of("b"),
            List.of("c"),
            List.of("b", "c"));
  }

  @Test
  void aDeletedFileMayComeBackAsItWasOnTheDevice() {
    VfsFile file = durableFile("a", ascii("on the device"));
    FileBytes.write(file, 0, ascii("UNSYNCED"));
    disk.delete("a");

    assertThat(crash(CrashPlan.keepAll()).list()).isEmpty();
    assertThat(FileBytes.of(crash(CrashPlan.dropAll()), "a")).isEqualTo(ascii("on the device"));
  }

  @Test
  void aSyncThatLiedBringsNothingToTheDevice() {
    VfsFile file = durableFile("a", ascii("one"));
    FileBytes.write(file, 0, ascii("two"));
    file.sync();
    int lie = disk.steps();
    FileBytes.write(file, 3, ascii("!"));

    assertThat(disk.syncSteps()).endsWith(lie);
    assertThat(disk.describeStep(lie)).isEqualTo("sync a");
    assertThat(FileBytes.of(crash(CrashPlan.dropAll().lyingAt(lie)), "a")).isEqualTo(ascii("one"));
    assertThat(FileBytes.of(crash(CrashPlan.dropAll()), "a")).isEqualTo(ascii("two"));
    assertThat(FileBytes.of(crash(CrashPlan.keepAll().lyingAt(lie)), "a")).isEqualTo(ascii("two!"));
    file.sync();
    assertThat(FileBytes.of(crash(CrashPlan.dropAll().lyingAt(lie)), "a")).isEqualTo(ascii("two!"));
    assertThatThrownBy(() -> crash(CrashPlan.dropAll().lyingAt(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDirectorySyncMayLieToo() {
    FileBytes.create(disk, "a", ascii("a"));
    disk.syncDirectory();

    assertThat(crash(CrashPlan.dropAll().lyingAt(disk.steps())).list()).isEmpty();
  }

  @Test
  void marksAreFoundByStepAndType() {
    disk.mark("start");
    VfsFile file = disk.open("a", OpenMode.CREATE);
    disk.mark(1);
    FileBytes.write(file, 0, ascii("x"));
    disk.mark("written");
    disk.mark(2);

    assertThat(disk.lastMarkAt(0)).isEqualTo("start");
    assertThat(disk.lastMarkAt(1)).isEqualTo(1);
    assertThat(disk.lastMarkAt(1, String.class)).isEqualTo("start");
    assertThat(disk.lastMarkAt(2)).isEqualTo(2);
    assertThat(disk.lastMarkAt(2, String.class)).isEqualTo("written");
    assertThat(disk.lastMarkAt(0, Integer.class)).isNull();
  }

  @Test
  void theSameQuestionHasTheSameAnswerInAnyOrder() {
    runWorkload(disk, 7);

    List<String> forwards = new ArrayList<>();
    for (int step = 0; step <= disk.steps(); step++) {
      forwards.add(describe(disk.stateAfter(step, CrashPlan.random(step))));
    }

    for (int step = disk.steps(); step >= 0; step -= 13) {
      assertThat(describe(disk.stateAfter(step, CrashPlan.random(step))))
          .isEqualTo(forwards.get(step));
    }
  }

  @Test
  void theStateAfterTheLastStepIsWhatReadsSee() {
    runWorkload(disk, 8);

    assertThat(describe(crash(CrashPlan.keepAll()))).isEqualTo(describe(Damage.copyOf(disk)));
  }

  @Test
  void aRebuiltDiskIsDurableAndCrashesAgain() {
    VfsFile file = durableFile("a", ascii("first"));
    FileBytes.write(file, 5, ascii(" unsynced"));

    CrashableVfs second = disk.crashableStateAfter(disk.steps(), CrashPlan.keepAll(), 9);
    try (VfsFile reopened = second.open("a", OpenMode.WRITE)) {
      FileBytes.write(reopened, 0, ascii("FIRST"));
    }
    FileBytes.create(second, "b", ascii("b"));

    MemoryVfs after = second.stateAfter(second.steps(), CrashPlan.dropAll());
    assertThat(after.list()).containsExactly("a");
    assertThat(FileBytes.of(after, "a")).isEqualTo(ascii("first unsynced"));
    assertThat(FileBytes.of(crash(CrashPlan.keepAll()), "a")).isEqualTo(ascii("first unsynced"));
  }

  /** It begins as a copy of the disk at the kill; going back begins at the start. */
  @Test
  void aKilledDiskCrashesAsIfAllHadBeenDoneToItself() {
    runWorkload(disk, 10);
    int all = disk.steps();
    String before = describe(crash(CrashPlan.random(3)));
    for (int killed : List.of(0, all / 3, all / 2, all)) {
      CrashableVfs second = disk.killedAfter(killed, 11);
      runWorkload(second, 12);

      List<String> fromTheKill = crashes(second, killed);
      var _ = second.stateAfter(0, CrashPlan.keepAll());

      assertThat(crashes(second, killed)).isEqualTo(fromTheKill);
      assertThat(describe(second.stateAfter(second.steps(), CrashPlan.keepAll())))
          .isEqualTo(describe(Damage.copyOf(second)));
    }
    assertThat(describe(crash(CrashPlan.random(3)))).isEqualTo(before);
  }

  @Test
  void whatIsWrittenAfterAKillIsNotOnTheDiskThatWasNotKilled() {
    VfsFile file = durableFile("a", filled(SECTOR, 'a'));
    FileBytes.write(file, 0, filled(SECTOR, 'b'));
    CrashableVfs second = disk.killedAfter(disk.steps(), 9);
    try (VfsFile reopened = second.open("a", OpenMode.WRITE)) {
      FileBytes.write(reopened, 0, filled(SECTOR, 'c'));
    }

    Set<Character> killed = new HashSet<>();
    Set<Character> lived = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashPlan plan = CrashPlan.random(seed);
      killed.add((char) FileBytes.of(second.stateAfter(second.steps(), plan), "a")[0]);
      lived.add((char) FileBytes.of(crash(plan), "a")[0]);
    }

    assertThat(killed).containsExactlyInAnyOrder('a', 'b', 'c');
    assertThat(lived).containsExactlyInAnyOrder('a', 'b');
  }

  private static List<String> crashes(CrashableVfs disk, int from) {
    List<String> crashes = new ArrayList<>();
    for (int step = from; step <= disk.steps(); step++) {
      for (CrashPlan plan :
          List.of(CrashPlan.keepAll(), CrashPlan.dropAll(), CrashPlan.random(step))) {
        crashes.add(describe(disk.stateAfter(step, plan)));
      }
    }
    return crashes;
  }

  @Test
  void statesOfTheSameBytesAreEqual() {
    runWorkload(disk, 13);
    DiskState state = disk.crashAfter(disk.steps(), CrashPlan.keepAll());

    DiskState same = DiskState.of(state.toMemory());

    assertThat(DiskState.of(same.toMemory())).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(describe(same.toMemory())).isEqualTo(describe(state.toMemory()));
    MemoryVfs changed = same.toMemory();
    String name = changed.list().getFirst();
    Damage.flipBit(changed, name, FileBytes.of(changed, name).length - 1, 7);
    assertThat(DiskState.of(changed)).isNotEqualTo(same);
  }

  /** Bytes may have been written before the size that makes them the file's. */
  @Test
  void whatACrashLeftBehindTheEndOfAFileIsZerosWhenTheFileGrowsAgain() {
    VfsFile file = durableFile("a", filled(SECTOR / 2, 'a'));
    FileBytes.write(file, SECTOR / 2, filled(2 * SECTOR, 'b'));
    int cut = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashableVfs second = disk.crashableStateAfter(disk.steps(), CrashPlan.random(seed), seed);
      byte[] left = FileBytes.of(second, "a");
      cut += left.length < 2 * SECTOR ? 1 : 0;

      try (VfsFile open = second.open("a", OpenMode.WRITE)) {
        open.allocate(4 * SECTOR);
        open.sync();
      }

      byte[] grown = Arrays.copyOf(left, 4 * SECTOR);
      for (CrashPlan plan :
          List.of(CrashPlan.keepAll(), CrashPlan.dropAll(), CrashPlan.random(1))) {
        assertThat(FileBytes.of(second.stateAfter(second.steps(), plan), "a")).isEqualTo(grown);
      }
    }
    assertThat(cut).isPositive();
  }

  @Test
  void stepsOutsideOfTheTraceAreRefused() {
    assertThatThrownBy(() -> disk.stateAfter(1, CrashPlan.keepAll()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> disk.stateAfter(-1, CrashPlan.keepAll()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private MemoryVfs crash(CrashPlan plan) {
    return disk.stateAfter(disk.steps(), plan);
  }

  private VfsFile durableFile(String name, byte[] bytes) {
    VfsFile file = disk.open(name, OpenMode.CREATE);
    FileBytes.write(file, 0, bytes);
    file.sync();
    disk.syncDirectory();
    return file;
  }

  /** Does a little of everything. */
  static void runWorkload(CrashableVfs disk, long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      String name = "f" + random.nextInt(4);
      try (VfsFile file = disk.open(name, disk.exists(name) ? OpenMode.WRITE : OpenMode.CREATE)) {
        byte[] bytes = new byte[random.nextInt(3_000)];
        random.nextBytes(bytes);
        FileBytes.write(file, random.nextInt(5_000), bytes);
        switch (random.nextInt(6)) {
          case 0 -> file.truncate(random.nextInt(5_000));
          case 1 -> file.allocate(random.nextInt(9_000));
          case 2 -> file.sync();
          case 3 -> disk.syncDirectory();
          case 4 -> disk.rename(name, "f" + random.nextInt(4));
          default -> disk.delete(name);
        }
      }
    }
  }

  private static String describe(MemoryVfs vfs) {
    var contents = new TreeMap<String, Integer>();
    for (String name : vfs.list()) {
      contents.put(name, Arrays.hashCode(FileBytes.of(vfs, name)));
    }
    return contents.toString();
  }

  private static byte[] filled(int count, char c) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}

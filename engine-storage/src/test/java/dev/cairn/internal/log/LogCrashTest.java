package dev.cairn.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * After a crash at any instant a log holds the first writes and no others, among them all that were
 * promised to survive it; and it goes on from there.
 */
class LogCrashTest {
  private static final int WRITES = 40;
  private static final int RANDOM_CRASHES = 4;

  /**
   * How many writes were begun, and how many were promised to survive the process or the device.
   */
  private record Progress(int begun, int written, int forced) {}

  /** The operations of each write. */
  private final List<List<String>> writes = new ArrayList<>();

  @RandomizedTest(runs = 6)
  void aLogHoldsWhatWasPromisedAfterACrashAtAnyInstant(Seed seed) {
    CrashableVfs disk = new CrashableVfs(seed.value());
    disk.mark(new Progress(0, 0, 0));
    try (OpenLog log = OpenLog.on(disk)) {
      write(log, disk, seed.random());
    }

    for (int step = 0; step <= disk.steps(); step++) {
      Progress progress = Objects.requireNonNull(disk.lastMarkAt(step, Progress.class));
      check(disk, step, CrashPlan.keepAll(), progress.written, progress.begun);
      check(disk, step, CrashPlan.dropAll(), progress.forced, progress.begun);
      for (int i = 0; i < RANDOM_CRASHES; i++) {
        long crashSeed = seed.derive((long) step * RANDOM_CRASHES + i).value();
        check(disk, step, CrashPlan.random(crashSeed), progress.forced, progress.begun);
      }
    }
  }

  @RandomizedTest(runs = 3)
  void aCrashDuringARecoveryLosesNothingThatWasPromised(Seed seed) {
    CrashableVfs disk = new CrashableVfs(seed.value());
    disk.mark(new Progress(0, 0, 0));
    try (OpenLog log = OpenLog.on(disk)) {
      write(log, disk, seed.random());
    }

    for (int step = 7; step <= disk.steps(); step += 23) {
      Progress progress = Objects.requireNonNull(disk.lastMarkAt(step, Progress.class));
      CrashableVfs crashed =
          disk.crashableStateAfter(step, CrashPlan.random(seed.derive(step).value()), step);
      List<String> recovered;
      try (OpenLog log = OpenLog.on(crashed)) {
        recovered = log.replayed;
      }
      for (int again = 0; again <= crashed.steps(); again++) {
        check(crashed, again, CrashPlan.keepAll(), progress.forced, progress.begun);
        check(crashed, again, CrashPlan.random(again), progress.forced, progress.begun);
      }
      try (OpenLog log = OpenLog.on(crashed)) {
        assertThat(log.replayed).isEqualTo(recovered);
      }
    }
  }

  private void write(OpenLog log, CrashableVfs disk, SplittableRandom random) {
    int written = 0;
    int forced = 0;
    for (int i = 0; i < WRITES; i++) {
      disk.mark(new Progress(i + 1, written, forced));
      switch (random.nextInt(8)) {
        case 0 -> writeBatch(log, i, random);
        case 1 -> put(log, i, random, 5_000, Durability.PROCESS);
        case 2 -> put(log, i, random, 40, Durability.MEMORY);
        default -> put(log, i, random, 700, Durability.PROCESS);
      }
      if (!writes.getLast().getFirst().startsWith("put m")) {
        written = i + 1;
      }
      if (random.nextInt(6) == 0) {
        log.log.sync();
        forced = i + 1;
        written = i + 1;
      }
      disk.mark(new Progress(i + 1, written, forced));
    }
  }

  private void put(
      OpenLog log, int write, SplittableRandom random, int maxBytes, Durability durability) {
    String key = (durability == Durability.MEMORY ? "m" : "k") + write;
    String value = "v".repeat(random.nextInt(maxBytes));
    writes.add(List.of("put " + key + "=" + value));
    log.put(key, value, durability);
  }

  private void writeBatch(OpenLog log, int write, SplittableRandom random) {
    WriteBatch batch = new WriteBatch();
    List<String> operations = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      String key = "b" + write + "." + i;
      String value = "v".repeat(random.nextInt(400));
      batch.put(key.getBytes(UTF_8), value.getBytes(UTF_8));
      operations.add("put " + key + "=" + value);
    }
    writes.add(operations);
    log.write(batch);
  }

  private void check(CrashableVfs disk, int step, CrashPlan plan, int atLeast, int atMost) {
    String when = step == 0 ? "before all" : "after " + disk.describeStep(step);
    MemoryVfs crashed = disk.stateAfter(step, plan);
    List<String> found;
    try (OpenLog log = OpenLog.on(crashed)) {
      found = log.replayed;
      int count = wholeWrites(found);
      assertThat(count).as("whole writes %s, %s", when, plan).isBetween(atLeast, atMost);
      if (step % 11 == 0) {
        log.put("after", "the crash");
      }
    }
    if (step % 11 == 0) {
      List<String> expected = new ArrayList<>(found);
      expected.add("put after=the crash");
      try (OpenLog log = OpenLog.on(crashed)) {
        assertThat(log.replayed).as("reopened, %s, %s", when, plan).isEqualTo(expected);
      }
    }
  }

  /** How many writes the operations are, all of them whole; or -1. */
  private int wholeWrites(List<String> operations) {
    int at = 0;
    int count = 0;
    while (at < operations.size()) {
      List<String> write = writes.get(count);
      int end = at + write.size();
      if (end > operations.size() || !operations.subList(at, end).equals(write)) {
        return -1;
      }
      at = end;
      count++;
    }
    return count;
  }
}

package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.History;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever a crash leaves of the files, a store opens with the effect of a prefix of its writes:
 * all that had been promised to survive such a crash, none that was not begun, and of each batch
 * all or nothing.
 */
@Tag("gate")
class HashCrashTest {
  private static final int STATES = Integer.getInteger("cairn.crashStates", 100_000);
  private static final int OPERATIONS = 120;
  private static final int RANDOM_PLANS = 3;
  private static final int STEPS_PER_CRASH = 4;

  /** One state of so many is also written to, or crashes once more while it recovers. */
  private static final int WRITTEN_TO = 16;

  private static final int NESTED = 12;
  private static final int NESTED_STATES = 4;

  private final AtomicLong states = new AtomicLong();
  private final AtomicInteger nextWorkload = new AtomicInteger();

  @Test
  void aCrashLeavesAPrefixWithAllThatWasPromised() throws InterruptedException {
    Seed base = seed();

    Crew.run(() -> {
      while (states.get() < STATES) {
        crashEverywhere(base.derive(nextWorkload.getAndIncrement()));
      }
    });

    System.out.println(
        "crash states: " + states + " of " + nextWorkload + " workloads, base seed " + base);
    assertThat(states.get()).isGreaterThanOrEqualTo(STATES);
  }

  private static Seed seed() {
    String given = System.getProperty("cairn.seed");
    return given == null ? new Seed(0xc4a54) : Seed.parse(given);
  }

  private void crashEverywhere(Seed seed) {
    CrashableVfs disk = new CrashableVfs(seed.value());
    if (seed.value() % 4 != 0) {
      SmallStore.create(disk, seed.value());
    }
    int created = disk.steps();
    Workload workload = new Workload(seed, disk, disk::mark);
    workload.run(OPERATIONS);

    SplittableRandom random = seed.derive(2).random();
    for (int step = created; step <= disk.steps() && states.get() < STATES; step++) {
      if (random.nextInt(STEPS_PER_CRASH) != 0) {
        continue; // Most steps are alike, and more workloads say more.
      }
      for (CrashPlan plan : plans(random)) {
        states.incrementAndGet();
        check(disk, step, plan, workload.history(), random, seed);
      }
    }
  }

  private static List<CrashPlan> plans(SplittableRandom random) {
    List<CrashPlan> plans = new ArrayList<>(List.of(CrashPlan.keepAll(), CrashPlan.dropAll()));
    for (int i = 0; i < RANDOM_PLANS; i++) {
      plans.add(CrashPlan.random(random.nextLong()));
    }
    return plans;
  }

  private void check(
      CrashableVfs disk,
      int step,
      CrashPlan plan,
      History history,
      SplittableRandom random,
      Seed seed) {
    Workload.Promise promise = disk.lastMarkAt(step, Workload.Promise.class);
    if (promise == null) {
      promise = new Workload.Promise(0, 0, 0);
    }
    int least = plan.kind() == CrashPlan.Kind.KEEP_ALL ? promise.process() : promise.device();
    Expectation expectation = new Expectation(history, least, promise.issued());
    try {
      if (random.nextInt(NESTED) == 0) {
        crashAgain(disk.crashableStateAfter(step, plan, random.nextLong()), expectation, random);
      } else {
        Vfs files = disk.stateAfter(step, plan);
        recover(files, expectation, random.nextInt(WRITTEN_TO) == 0);
      }
    } catch (RuntimeException | Error failure) {
      throw new AssertionError(
          "workload seed %s, step %d of %d (%s), %s: %s"
              .formatted(
                  seed,
                  step,
                  disk.steps(),
                  step == 0 ? "start" : disk.describeStep(step),
                  plan,
                  failure),
          failure);
    }
  }

  /** Which states may be seen. */
  private record Expectation(History history, int least, int most) {
    void check(Map<Bytes, Bytes> content) {
      OptionalInt found = history.firstMatching(content, least, most);
      if (found.isEmpty()) {
        throw new AssertionError(
            "no state after "
                + least
                + " to "
                + most
                + " updates; the first of them differs so:\n"
                + history.describeDifference(content, least)
                + "\nthe last so:\n"
                + history.describeDifference(content, most));
      }
    }
  }

  private static void recover(Vfs files, Expectation expectation, boolean writesToo) {
    Map<Bytes, Bytes> content;
    try (HashStore store = SmallStore.open(files, Durability.PROCESS)) {
      content = Contents.of(store);
      expectation.check(content);
      if (!writesToo) {
        return;
      }
      store.verify();
      for (Map.Entry<Bytes, Bytes> pair : content.entrySet()) {
        assertThat(store.get(pair.getKey().toArray())).isEqualTo(pair.getValue().toArray());
      }
      content = new TreeMap<>(content);
      for (int i = 0; i < 30; i++) {
        Bytes key = Bytes.of("after the crash " + i % 20);
        Bytes value = Bytes.of("value ".repeat(i) + i);
        store.put(key.toArray(), value.toArray());
        content.put(key, value);
      }
      for (Bytes key : List.copyOf(content.keySet()).subList(0, content.size() / 3)) {
        store.delete(key.toArray());
        content.remove(key);
      }
    }
    try (HashStore store = SmallStore.open(files, Durability.PROCESS)) {
      assertThat(Contents.of(store)).isEqualTo(content);
      store.verify();
    }
  }

  /** Recovers on a disk that crashes while it does, and recovers once more. */
  private void crashAgain(CrashableVfs disk, Expectation expectation, SplittableRandom random) {
    recover(disk, expectation, false);
    for (int i = 0; i < NESTED_STATES; i++) {
      int step = random.nextInt(disk.steps() + 1);
      CrashPlan plan = plans(random).get(random.nextInt(2 + RANDOM_PLANS));
      states.incrementAndGet();
      try {
        recover(disk.stateAfter(step, plan), expectation, false);
      } catch (RuntimeException | Error failure) {
        throw new AssertionError(
            "nested crash after step %d of %d (%s), %s: %s"
                .formatted(
                    step,
                    disk.steps(),
                    step == 0 ? "start" : disk.describeStep(step),
                    plan,
                    failure),
            failure);
      }
    }
  }
}

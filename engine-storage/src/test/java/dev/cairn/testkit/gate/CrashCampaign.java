package dev.cairn.testkit.gate;

import dev.cairn.CorruptionException;
import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shrinker;
import dev.cairn.testkit.StoreDriver;
import dev.cairn.testkit.gate.Promises.Promise;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.DiskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Crashes workloads at their steps. Whatever a crash leaves of the files, a store opens with the
 * effect of a prefix of its writes: all that had been promised to survive such a crash, none that
 * was not begun, and of each batch all or nothing. After a sync that lied it may also refuse.
 */
public final class CrashCampaign {
  private static final int RANDOM_PLANS = 3;
  private static final int STEPS_PER_CRASH = 4;

  /** One state of so many is also written to, or crashes once more while it recovers. */
  private static final int WRITTEN_TO = 16;

  private static final int NESTED = 24;

  /** Of so many kills of the process one is followed by a loss of power while it recovers. */
  private static final int KILLED = 6;

  private static final int NESTED_STATES = 16;
  private static final int SECOND_OPERATIONS = 20;

  /**
   * How many operations are done to shrink a workload; for each some twenty states are looked at.
   */
  private static final int SHRINKING_OPERATIONS = 4_000;

  private static final int NOTHING_FAILED = -1;

  /** One crash of so many comes after a sync that lied, one of the last so many before it. */
  private static final int LYING = 2;

  private static final int LAST_SYNCS = 10;
  private static final int MOST_LIES = Integer.getInteger("cairn.lyingSyncs", 300);

  private final EngineFixture engine;
  private final boolean isOrdered;
  private final AtomicLong states = new AtomicLong();
  private final AtomicLong repeats = new AtomicLong();
  private final Runs runs;
  private final AtomicInteger failed = new AtomicInteger(NOTHING_FAILED);
  private final AtomicLong lies = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();

  /**
   * Prepares a campaign.
   *
   * @param engine whose stores crash
   * @param base what all randomness comes from
   */
  public CrashCampaign(EngineFixture engine, Seed base) {
    this(engine, base, 0);
  }

  /**
   * Prepares a part of a campaign.
   *
   * @param engine whose stores crash
   * @param base what all randomness comes from
   * @param firstRun the run to begin with
   */
  public CrashCampaign(EngineFixture engine, Seed base, int firstRun) {
    this.engine = engine;
    this.isOrdered = engine.isOrdered();
    this.runs = new Runs(base, firstRun);
  }

  /**
   * How many states were looked at, the one that failed too.
   *
   * @return the count
   */
  public long stateCount() {
    return states.get();
  }

  /**
   * How many of these were seen before in the same workload, and not opened again.
   *
   * @return the count
   */
  public long repeatCount() {
    return repeats.get();
  }

  /**
   * How many workloads were begun.
   *
   * @return the count
   */
  public int workloadCount() {
    return runs.begunCount();
  }

  /**
   * How many of the states came after a sync that lied.
   *
   * @return the count
   */
  public long lieCount() {
    return lies.get();
  }

  /**
   * How many of these were refused.
   *
   * @return the count
   */
  public long refusalCount() {
    return refusals.get();
  }

  /**
   * Crashes; several threads may, and share the work.
   *
   * @param stateCount after how many states to end
   */
  public void run(long stateCount) {
    while (states.get() < stateCount && Crew.goesOn()) {
      int workload = runs.next(Integer.MAX_VALUE);
      if (workload < 0) {
        return;
      }
      try {
        crash(runs.seed(workload), operations(workload), STEPS_PER_CRASH, stateCount);
      } catch (RuntimeException | Error failure) {
        failed.compareAndSet(NOTHING_FAILED, workload);
        throw runs.failure(workload, "a workload", failure);
      }
    }
  }

  /**
   * Looks for the fewest operations of the workload that failed, after which a crash at some step
   * still does harm.
   *
   * @return what they are, or that no part of them fails
   */
  public String shrinkFailure() {
    int workload = failed.get();
    List<Operation> all = operations(workload);
    List<Operation> smallest =
        new Shrinker(candidate -> fails(runs.seed(workload), candidate), SHRINKING_OPERATIONS)
            .shrink(all);
    return smallest.size() == all.size()
        ? "no part of its operations fails alone"
        : "the same, after shrinking %d operations to:%n%s"
            .formatted(all.size(), Shrinker.describe(smallest));
  }

  private boolean fails(Seed seed, List<Operation> operations) {
    try {
      crash(seed, operations, 1, Long.MAX_VALUE);
      return false;
    } catch (RuntimeException | Error _) {
      return true;
    }
  }

  private List<Operation> operations(int workload) {
    return newWorkload(runs.seed(workload), new MemoryVfs(), new Promises()).operations();
  }

  private Workload newWorkload(Seed seed, Vfs disk, Promises promises) {
    return new Workload(engine, isOrdered, seed, disk, promises);
  }

  /** Does operations, and crashes at one of so many steps, until so many states were looked at. */
  private void crash(Seed seed, List<Operation> operations, int stepsPerCrash, long stateCount) {
    CrashableVfs disk = new CrashableVfs(seed.value());
    if (seed.value() % 4 != 0) {
      engine.create(disk, seed.value());
    }
    int created = disk.steps();
    Promises promises = new Promises(disk::mark);
    try (StoreDriver _ = newWorkload(seed, disk, promises).run(operations)) {
      crash(disk, created, promises, seed, stepsPerCrash, stateCount);
    }
  }

  private void crash(
      CrashableVfs disk,
      int created,
      Promises promises,
      Seed seed,
      int stepsPerCrash,
      long stateCount) {
    List<Integer> syncs = disk.syncSteps();
    SplittableRandom random = seed.derive(2).random();
    SplittableRandom lying = seed.derive(3).random();
    Map<DiskState, Map<Bytes, Bytes>> recovered = new HashMap<>();
    for (int step = created; step <= disk.steps() && states.get() < stateCount; step++) {
      if (random.nextInt(stepsPerCrash) != 0) {
        continue; // Most steps are alike, and more workloads say more.
      }
      for (CrashPlan plan : plans(random)) {
        states.incrementAndGet();
        check(disk, step, plan, promises, random, recovered);
      }
      int before = countBefore(syncs, step);
      if (before > 0 && lies.get() < MOST_LIES && lying.nextInt(LYING) == 0) {
        int last = lying.nextInt(Math.min(before, LAST_SYNCS));
        CrashPlan plan = plans(lying).get(1 + lying.nextInt(1 + RANDOM_PLANS));
        states.incrementAndGet();
        lies.incrementAndGet();
        checkAfterLie(disk, step, plan.lyingAt(syncs.get(before - 1 - last)), promises, seed);
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
      Promises promises,
      SplittableRandom random,
      Map<DiskState, Map<Bytes, Bytes>> recovered) {
    Expectation expectation = expectation(disk, step, plan, promises);
    try {
      if (plan.kind() == CrashPlan.Kind.KEEP_ALL && random.nextInt(KILLED) == 0) {
        recoverAndLosePower(
            disk.killedAfter(step, random.nextLong()),
            expectation,
            new Expectation(promises, deviceAt(disk, step), expectation.most()),
            random);
      } else if (random.nextInt(NESTED) == 0) {
        crashAgain(disk.crashableStateAfter(step, plan, random.nextLong()), expectation, random);
      } else if (random.nextInt(WRITTEN_TO) == 0) {
        recoverAndWrite(disk.stateAfter(step, plan), expectation);
      } else {
        recover(disk.crashAfter(step, plan), expectation, recovered);
      }
    } catch (RuntimeException | Error failure) {
      throw new AssertionError(
          "step %d of %d (%s), %s: %s"
              .formatted(step, disk.steps(), describe(disk, step), plan, failure),
          failure);
    }
  }

  private static int deviceAt(CrashableVfs disk, int step) {
    Promise promise = disk.lastMarkAt(step, Promise.class);
    return promise == null ? 0 : promise.device();
  }

  private static Expectation expectation(
      CrashableVfs disk, int step, CrashPlan plan, Promises promises) {
    Promise promise = disk.lastMarkAt(step, Promise.class);
    if (promise == null) {
      promise = Promise.NONE;
    }
    int least = plan.kind() == CrashPlan.Kind.KEEP_ALL ? promise.process() : promise.device();
    return new Expectation(promises, least, promise.issued());
  }

  private static int countBefore(List<Integer> syncs, int step) {
    int found = Collections.binarySearch(syncs, step);
    return found >= 0 ? found : -1 - found;
  }

  /**
   * What a device loses that it had confirmed, no store can have. But it shows what it had at some
   * time, or says that something is missing.
   */
  private void checkAfterLie(
      CrashableVfs disk, int step, CrashPlan plan, Promises promises, Seed seed) {
    Promise promise = disk.lastMarkAt(step, Promise.class);
    int issued = promise == null ? 0 : promise.issued();
    try (KeyValueStore store = engine.open(disk.stateAfter(step, plan), Durability.PROCESS)) {
      NavigableMap<Bytes, Bytes> content = Reading.content(store);
      promises.check(content, 0, issued);
      Reading.checkEach(store, content, promises.history().keys());
    } catch (CorruptionException | IncompatibleFormatException | StoreFailedException refused) {
      refusals.incrementAndGet();
    } catch (RuntimeException | Error failure) {
      throw new AssertionError(
          "workload seed %s, step %d of %d (%s), %s, which was %s: %s"
              .formatted(
                  seed,
                  step,
                  disk.steps(),
                  describe(disk, step),
                  plan,
                  describe(disk, plan.lyingSync()),
                  failure),
          failure);
    }
  }

  private static String describe(CrashableVfs disk, int step) {
    return step == 0 ? "start" : disk.describeStep(step);
  }

  /** Which states may be seen. */
  private record Expectation(Promises promises, int least, int most) {
    int check(Map<Bytes, Bytes> content) {
      return promises.check(content, least, most);
    }

    /** The first updates that a content lacks: whoever wrote them is likely to write them again. */
    List<Operation.Update> lost(Map<Bytes, Bytes> content, int most) {
      List<Operation.Update> lost = promises.updatesFrom(check(content));
      return lost.subList(0, Math.min(most, lost.size()));
    }
  }

  /**
   * From one sync to the next each loss of all that it had not covered leaves the same. What is
   * seen in the same files is the same, and only what may be seen has changed.
   */
  private void recover(
      DiskState left, Expectation expectation, Map<DiskState, Map<Bytes, Bytes>> recovered) {
    Map<Bytes, Bytes> before = recovered.get(left);
    if (before == null) {
      recovered.put(left, recover(left.toMemory(), expectation));
    } else {
      repeats.incrementAndGet();
      expectation.check(before);
    }
  }

  private Map<Bytes, Bytes> recover(Vfs files, Expectation expectation) {
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      Map<Bytes, Bytes> content = Reading.content(store);
      expectation.check(content);
      return content;
    }
  }

  private void recoverAndWrite(Vfs files, Expectation expectation) {
    if (files.exists(StoreFile.NAME)) {
      Salvage.examine(files, engine.salvage(), CrashCampaign::requireLeftByACrash);
    }
    NavigableMap<Bytes, Bytes> content;
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      content = Reading.content(store);
      expectation.check(content);
      store.verify();
      Reading.checkEach(store, content, expectation.promises().history().keys());
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
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      Map<Bytes, Bytes> found = Reading.content(store);
      if (!found.equals(content)) {
        throw new AssertionError("what was written after the crash is not there: " + found);
      }
      store.verify();
    }
  }

  /** What is only cut short is not taken for damage by one who looks at the files alone. */
  private static void requireLeftByACrash(Damage damage) {
    if (damage.consequence() != Consequence.NONE && damage.consequence() != Consequence.UNFORCED) {
      throw new AssertionError("no damage, but " + damage);
    }
  }

  /**
   * Recovers on a disk that crashes while it does or later on, when more has been written, and
   * recovers once more.
   */
  private void crashAgain(CrashableVfs disk, Expectation first, SplittableRandom random) {
    recover(disk, first);
    Map<Bytes, Bytes> content = contentOf(disk.stateAfter(disk.steps(), CrashPlan.keepAll()));
    int recovered = disk.steps();
    Promises promises = new Promises(disk::mark);
    List<Operation.BatchEntry> before = new ArrayList<>();
    content.forEach((key, value) -> before.add(new Operation.Put(key, value)));
    promises.issue(new Operation.Write(before, Durability.DEVICE));
    promises.acknowledgeAll();
    Workload second = newWorkload(new Seed(random.nextLong()), disk, promises);
    List<Operation.Update> again = first.lost(content, random.nextInt(1, 4));
    try (StoreDriver _ = second.run(again, SECOND_OPERATIONS)) {
      crashAgain(disk, recovered, first, promises, random);
    }
  }

  private void crashAgain(
      CrashableVfs disk,
      int recovered,
      Expectation first,
      Promises promises,
      SplittableRandom random) {
    List<Crash> crashes = new ArrayList<>();
    for (int i = 0; i < NESTED_STATES; i++) {
      int step =
          i == 0 ? random.nextInt(recovered + 1) : random.nextInt(recovered, disk.steps() + 1);
      crashes.add(new Crash(step, plans(random).get(random.nextInt(2 + RANDOM_PLANS))));
    }
    recoverEach(
        disk,
        crashes,
        crash ->
            crash.step <= recovered ? first : expectation(disk, crash.step, crash.plan, promises),
        "nested crash, recovered after step " + recovered);
  }

  /**
   * Recovers from a kill, after which what is seen may not be on the device, and loses power in the
   * middle of that or of the close behind it.
   *
   * @param seen what may be seen after the kill
   * @param durable what may be seen after the loss of power
   */
  private void recoverAndLosePower(
      CrashableVfs disk, Expectation seen, Expectation durable, SplittableRandom random) {
    int killed = disk.steps();
    recover(disk, seen);
    List<Crash> crashes = new ArrayList<>();
    for (int i = 0; i < NESTED_STATES; i++) {
      int step = random.nextInt(killed, disk.steps() + 1);
      crashes.add(new Crash(step, plans(random).get(1 + random.nextInt(1 + RANDOM_PLANS))));
    }
    recoverEach(disk, crashes, _ -> durable, "power lost, killed after step " + killed);
  }

  /** A crash right after a step. */
  private record Crash(int step, CrashPlan plan) {}

  private void recoverEach(
      CrashableVfs disk,
      List<Crash> crashes,
      Function<Crash, Expectation> expectations,
      String what) {
    // All are rebuilt in the order of steps, in which that is fast, and then looked at in their
    // own.
    Map<Crash, DiskState> left = new HashMap<>();
    crashes.stream()
        .sorted(Comparator.comparingInt(Crash::step))
        .forEach(crash -> left.put(crash, disk.crashAfter(crash.step, crash.plan)));
    Map<DiskState, Map<Bytes, Bytes>> recovered = new HashMap<>();
    for (Crash crash : crashes) {
      states.incrementAndGet();
      try {
        recover(Objects.requireNonNull(left.get(crash)), expectations.apply(crash), recovered);
      } catch (RuntimeException | Error failure) {
        throw new AssertionError(
            "%s, after step %d of %d (%s), %s: %s"
                .formatted(
                    what,
                    crash.step,
                    disk.steps(),
                    describe(disk, crash.step),
                    crash.plan,
                    failure),
            failure);
      }
    }
  }

  private Map<Bytes, Bytes> contentOf(Vfs files) {
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      return Reading.content(store);
    }
  }
}

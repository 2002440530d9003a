package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import dev.cairn.testkit.StoreDriver;
import dev.cairn.testkit.gate.Promises.Promise;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A crash at any step of a checkpoint leaves no store in the target, or one that is refused, or the
 * whole copy; and the whole copy once the call has returned. The store that is copied has what it
 * had promised. An operation that fails in either fails the copy at most.
 */
@Gate
public abstract class CheckpointCrashGate {
  private static final Shape UPDATES =
      Shape.updates()
          .with(Operation.Kind.FLUSH, 1)
          .with(Operation.Kind.FILL, 2)
          .withKeyCount(60)
          .withMaxBytes(30, 200)
          .withMaxBatchEntries(8);

  private static final Shape ORDERED_UPDATES =
      UPDATES.with(Operation.Kind.DELETE_RANGE, 2).with(Operation.Kind.TAKE_SNAPSHOT, 2);

  private static final int MOST_OPERATIONS = 200;
  private static final int OPERATIONS_UNDER_A_SNAPSHOT = 10;
  private static final int RANDOM_PLANS = 6;
  private static final int RANDOM_PLANS_OF_SOURCE = 2;

  /** More than a page or a segment holds. */
  private static final int COLD_PAIRS = 200;

  private static final Bytes NEWEST = Bytes.of("newest");

  private final EngineFixture engine;
  private final boolean isOrdered;
  private final int copies;

  /** Of the store that is copied, by which it goes on. */
  private int failedReads;

  /**
   * Makes the test.
   *
   * @param engine whose stores are copied
   * @param scale how many; {@code cairn.crashedCopies} says otherwise
   */
  protected CheckpointCrashGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.isOrdered = engine.isOrdered();
    this.copies = scale.count("cairn.crashedCopies", 4, 1_000);
  }

  /** What crashes have left so far. */
  private static final class Counts {
    private long states;
    private long absent;
    private long refused;
    private long whole;
  }

  /** Looks at what a crash after a step has left. */
  private interface Check {
    void of(int step, CrashPlan plan);
  }

  @Test
  final void aCrashLeavesTheWholeCopyOrNone() {
    Counts counts = new Counts();
    crashCopies(seed -> crashTarget(seed, counts));

    System.out.printf(
        "crashed copies: %d states of %d copies, of which %d no store, %d refused, %d whole%n",
        counts.states, copies, counts.absent, counts.refused, counts.whole);
    assertThat(counts.absent).isPositive();
    assertThat(counts.whole).isPositive();
  }

  @Test
  final void aCrashLeavesTheSourceWhatItHadPromised() {
    crashCopies(this::crashSource);
  }

  private void crashCopies(Consumer<Seed> crash) {
    Runs runs = new Runs(Seeds.given(0xc0b1e5));
    for (int copy; (copy = runs.next(copies)) >= 0; ) {
      try {
        crash.accept(runs.seed(copy));
      } catch (RuntimeException | AssertionError failure) {
        throw runs.failure(copy, "a copy", failure);
      }
    }
  }

  private void crashTarget(Seed seed, Counts counts) {
    CrashableVfs target = new CrashableVfs(seed.value());
    NavigableMap<Bytes, Bytes> content;
    try (StoreDriver source = newStore(new MemoryVfs(), seed)) {
      content = contentOf(write(source, seed));
      engine.checkpoint(source.store(), target);
    }

    crashAfterEach(
        target,
        0,
        target.steps(),
        RANDOM_PLANS,
        seed,
        (step, plan) -> {
          counts.states++;
          check(target.stateAfter(step, plan), content, step == target.steps(), counts);
        });
  }

  private void crashSource(Seed seed) {
    CrashableVfs files = new CrashableVfs(seed.value());
    Promises promises;
    int begun;
    int ended;
    try (StoreDriver source = newStore(files, seed)) {
      promises = write(source, seed);
      begun = files.steps();
      engine.checkpoint(source.store(), new MemoryVfs());
      ended = files.steps();
    }

    Promise promise = promises.promise();
    crashAfterEach(
        files,
        begun,
        ended,
        RANDOM_PLANS_OF_SOURCE,
        seed,
        (step, plan) -> {
          boolean isKill = plan.kind() == CrashPlan.Kind.KEEP_ALL;
          try (KeyValueStore left = engine.open(files.stateAfter(step, plan), Durability.PROCESS)) {
            promises.check(
                Contents.of(left), isKill ? promise.process() : promise.device(), promise.issued());
            left.verify();
          }
        });
  }

  private static void crashAfterEach(
      CrashableVfs files, int from, int to, int randomPlans, Seed seed, Check check) {
    SplittableRandom random = seed.derive(1).random();
    for (int step = from; step <= to; step++) {
      for (int i = 0; i < 2 + randomPlans; i++) {
        CrashPlan plan =
            switch (i) {
              case 0 -> CrashPlan.keepAll();
              case 1 -> CrashPlan.dropAll();
              default -> CrashPlan.random(random.nextLong());
            };
        try {
          check.of(step, plan);
        } catch (RuntimeException | AssertionError failure) {
          throw new AssertionError(
              "step %d of %d (%s), %s: %s"
                  .formatted(
                      step, to, step == 0 ? "start" : files.describeStep(step), plan, failure),
              failure);
        }
      }
    }
  }

  private StoreDriver newStore(Vfs files, Seed seed) {
    engine.create(files, seed.value());
    return new StoreDriver(new Home(engine, files));
  }

  /** A store whose writes are in no file if nobody says otherwise. */
  private static final class Home extends EngineHome {
    private final Vfs files;

    Home(EngineFixture engine, Vfs files) {
      super(engine);
      this.files = files;
    }

    @Override
    public KeyValueStore open() {
      return engine.open(files, Durability.MEMORY);
    }
  }

  /** Writes, keeps a snapshot if there is such a thing, and writes last what is in no file. */
  private Promises write(StoreDriver store, Seed seed) {
    OperationGenerator operations =
        new OperationGenerator(seed, isOrdered ? ORDERED_UPDATES : UPDATES);
    List<Operation> all =
        new ArrayList<>(operations.take(seed.derive(2).random().nextInt(MOST_OPERATIONS)));
    if (isOrdered) {
      all.add(new Operation.TakeSnapshot(0));
    }
    all.addAll(operations.take(OPERATIONS_UNDER_A_SNAPSHOT));
    all.add(new Operation.Put(NEWEST, NEWEST));
    Promises promises = new Promises();
    for (Operation operation : all) {
      var _ = promises.issue(operation);
      promises.acknowledge(operation, store.apply(operation), Durability.MEMORY);
    }
    return promises;
  }

  private static NavigableMap<Bytes, Bytes> contentOf(Promises promises) {
    return promises.history().stateAfter(promises.history().updateCount());
  }

  private void check(
      MemoryVfs left, NavigableMap<Bytes, Bytes> content, boolean isOver, Counts counts) {
    boolean isStore = left.exists(StoreFile.NAME);
    try (KeyValueStore store = engine.open(left, Durability.PROCESS)) {
      NavigableMap<Bytes, Bytes> found = Contents.of(store);
      if (isStore) {
        assertThat(found).isEqualTo(content);
        store.verify();
        counts.whole++;
      } else {
        assertThat(found).as("of a new store in what was left").isEmpty();
        counts.absent++;
      }
    } catch (StoreException refused) {
      assertThat(isStore).as("refused for good: " + refused).isFalse();
      counts.refused++;
    }
    assertThat(isStore || !isOver).as("the copy is there after the call").isTrue();
  }

  @Test
  final void aFaultLeavesNothingInTheTarget() {
    Seed seed = Seeds.given(0xfa117);
    try (StoreDriver source = newStore(new MemoryVfs(), seed)) {
      NavigableMap<Bytes, Bytes> content = contentOf(write(source, seed));
      KeyValueStore store = source.store();
      for (long k = 1; ; k++) {
        MemoryVfs files = new MemoryVfs();
        FaultyVfs target = new FaultyVfs(files);
        target.failAt(k, Fault.EIO, FaultSpan.ONCE);

        requireWholeOrNone(store, target, files, content, "operation " + k);

        if (target.firstStruck().isEmpty()) {
          assertThat(k).isGreaterThan(10);
          break;
        }
      }
      assertThat(Contents.of(store)).isEqualTo(content);
      store.put(new byte[] {1}, new byte[] {2});
    }
  }

  private void requireWholeOrNone(
      KeyValueStore store,
      Vfs target,
      MemoryVfs files,
      NavigableMap<Bytes, Bytes> content,
      String what) {
    try {
      engine.checkpoint(store, target);
    } catch (StoreException failed) {
      assertThat(files.list()).as(what + ": " + failed).isSubsetOf(StoreFile.LOCK_NAME);
      if (store.stats().failed()) {
        return; // What it holds is not known to be on the device.
      }
      engine.checkpoint(store, files);
    }
    assertThat(contentOf(files)).as(what).isEqualTo(content);
  }

  private NavigableMap<Bytes, Bytes> contentOf(MemoryVfs files) {
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      return Contents.of(store);
    }
  }

  @Test
  final void aFaultInTheSourceFailsTheCopyAtMost() {
    Seed seed = Seeds.given(0x50fa17);
    MemoryVfs written = new MemoryVfs();
    NavigableMap<Bytes, Bytes> content;
    try (StoreDriver source = newStore(written, seed)) {
      content = contentOf(write(source, seed));
      for (int i = 0; i < COLD_PAIRS; i++) {
        Bytes key = Bytes.of("cold " + i);
        Bytes value = Bytes.of("value ".repeat(20) + i);
        source.store().put(key.toArray(), value.toArray());
        content.put(key, value);
      }
    }

    long struck = 0;
    while (isCopyStruck(written, content, struck + 1)) {
      struck++;
    }
    assertThat(struck).isPositive();
    assertThat(failedReads).as("reads that failed").isPositive();
  }

  /** Copies a store that was just opened while one operation fails; returns if there was one. */
  private boolean isCopyStruck(
      MemoryVfs written, NavigableMap<Bytes, Bytes> before, long operation) {
    String what = "operation " + operation;
    NavigableMap<Bytes, Bytes> content = new TreeMap<>(before);
    content.put(NEWEST, Bytes.of(what));
    MemoryVfs files = Damage.copyOf(written);
    FaultyVfs disk = new FaultyVfs(files);
    KeyValueStore store = engine.open(disk, Durability.MEMORY);
    store.put(NEWEST.toArray(), Bytes.of(what).toArray());
    disk.failAt(disk.operations() + operation, Fault.EIO, FaultSpan.ONCE);
    MemoryVfs target = new MemoryVfs();

    requireWholeOrNone(store, target, target, content, what);

    boolean isStruck = disk.firstStruck().isPresent();
    if (disk.hasStruckRead()) {
      failedReads++;
      assertThat(store.stats().failed()).as(what + ", which is a read").isFalse();
    }
    disk.heal();
    assertThat(Contents.of(store)).as(what).isEqualTo(content);
    boolean hasFailed = store.stats().failed();
    try {
      store.close();
    } catch (StoreFailedException unsaved) {
      assertThat(hasFailed).as(what + ": " + unsaved).isTrue();
    }
    assertThat(contentOf(files))
        .as(what)
        .isIn(hasFailed ? List.of(before, content) : List.of(content));
    return isStruck;
  }
}

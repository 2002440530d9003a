package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A crash or a failing disk while a store is filled at once: all pairs are there afterwards, or
 * none, and all if the call returned.
 */
@Tag("gate")
class BPlusTreeLoadCrashTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();
  private static final int ROUNDS = 4;
  private static final int MAX_PAIRS = 400;
  private static final int LARGE_VALUE_BYTES = 9_000;
  private static final long SEED = 0x10ad;

  // More than fits in memory.
  private static final int MANY_PAIRS = 2_500;
  private static final int MANY_VALUE_BYTES = 600;
  private static final byte[] PROBE = Bytes.of("probe").toArray();

  /** How many changes had returned at a step; the next may have begun. */
  private record Done(int count) {}

  private final List<NavigableMap<Bytes, Bytes>> states = new ArrayList<>();

  @RandomizedTest(runs = 3)
  void allPairsAreThereAfterACrashOrNone(Seed seed) {
    CrashableVfs disk = new CrashableVfs(seed.value());
    ENGINE.create(disk, seed.value());
    int created = disk.steps();

    work(disk, seed.random());

    SplittableRandom random = seed.derive(1).random();
    for (int step = created; step <= disk.steps(); step++) {
      check(disk, step, CrashPlan.keepAll());
      check(disk, step, CrashPlan.dropAll());
      check(disk, step, CrashPlan.random(random.nextLong()));
    }
  }

  @Test
  void aLoadThatReturnsBeforeItsCheckpointIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), StoreWriter.class)
        .requireKilled("allPairsAreThereAfterACrashOrNone", forgetCall("load", "run"));
  }

  /** Loads, puts, and deletes all that there is, so that the next can be loaded. */
  private void work(CrashableVfs disk, SplittableRandom random) {
    changed(disk, new TreeMap<>());
    try (BPlusTreeStore store = ENGINE.open(disk, Durability.DEVICE)) {
      for (int round = 0; round < ROUNDS; round++) {
        NavigableMap<Bytes, Bytes> pairs = pairs(random);
        load(store, pairs);
        changed(disk, pairs);

        NavigableMap<Bytes, Bytes> more = new TreeMap<>(pairs);
        byte[] value = new byte[random.nextInt(100)];
        more.put(Bytes.of(PROBE), Bytes.of(value));
        store.put(PROBE, value);
        changed(disk, more);

        store.deleteRange(KeyRange.all());
        changed(disk, new TreeMap<>());
      }
    }
  }

  private void changed(CrashableVfs disk, NavigableMap<Bytes, Bytes> content) {
    states.add(content);
    disk.mark(new Done(states.size() - 1));
  }

  private void check(CrashableVfs disk, int step, CrashPlan plan) {
    Done done = disk.lastMarkAt(step, Done.class);
    int least = done == null ? 0 : done.count();
    try (BPlusTreeStore left = ENGINE.open(disk.stateAfter(step, plan), Durability.DEVICE)) {
      NavigableMap<Bytes, Bytes> found = Contents.of(left);
      boolean isAllowed =
          found.equals(states.get(least))
              || (least + 1 < states.size() && found.equals(states.get(least + 1)));
      assertThat(isAllowed)
          .as(
              "step %d of %d (%s), %s: %d pairs, after %d changes or one more",
              step, disk.steps(), disk.describeStep(step), plan, found.size(), least)
          .isTrue();
      left.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void allPairsAreThereWhenTheDiskFailsOrNone(Fault fault) {
    for (FaultSpan span : FaultSpan.values()) {
      int struck = 0;
      while (fail(fault, span, struck + 1)) {
        struck++;
      }
      System.out.printf("%s %s: %d operations failed%n", fault, span, struck);
      assertThat(struck).as("%s", span).isPositive();
    }
  }

  /** Returns whether so many of the load's operations could be struck. */
  private static boolean fail(Fault fault, FaultSpan span, int number) {
    NavigableMap<Bytes, Bytes> pairs = manyPairs();
    CrashableVfs disk = new CrashableVfs(SEED);
    ENGINE.create(disk, SEED);
    FaultyVfs faulty = new FaultyVfs(disk);
    LeakCheckingVfs files = new LeakCheckingVfs(faulty);
    BPlusTreeStore store = ENGINE.open(files, Durability.PROCESS);
    store.put(PROBE, PROBE);
    store.delete(PROBE);
    faulty.failAt(faulty.operations() + number, fault, span);
    boolean isLoaded = false;
    try {
      load(store, pairs);
      isLoaded = true;
    } catch (StoreException failure) {
      if (fault == Fault.ENOSPC) {
        assertThat(failure).isInstanceOf(OutOfSpaceException.class);
      }
    }
    boolean isStruck = faulty.firstStruck().isPresent();
    faulty.heal();

    NavigableMap<Bytes, Bytes> shown = Contents.of(store);
    String what = "%s %s at operation %d".formatted(fault, span, number);
    if (isLoaded) {
      assertThat(shown).as(what).isEqualTo(pairs);
    }
    if (store.stats().failed()) {
      assertThat(fault).as(what).isNotEqualTo(Fault.ENOSPC);
      assertThatThrownBy(() -> store.put(PROBE, PROBE)).isInstanceOf(StoreFailedException.class);
      assertThatThrownBy(store::close).isInstanceOf(StoreFailedException.class);
      assertThat(contentAfterLoss(disk)).as(what).isIn(pairs, new TreeMap<>());
    } else {
      assertThat(shown).as(what).isEqualTo(isLoaded ? pairs : new TreeMap<>());
      shown.put(Bytes.of(PROBE), Bytes.of(PROBE));
      store.put(PROBE, PROBE);
      store.sync();
      assertThat(contentAfterLoss(disk)).as(what).isEqualTo(shown);
      store.verify();
      store.close();
    }
    files.assertNothingOpen();
    return isStruck;
  }

  private static NavigableMap<Bytes, Bytes> contentAfterLoss(CrashableVfs disk) {
    Vfs left = disk.stateAfter(disk.steps(), CrashPlan.dropAll());
    try (BPlusTreeStore store = ENGINE.open(left, Durability.PROCESS)) {
      store.verify();
      return Contents.of(store);
    }
  }

  private static void load(BPlusTreeStore store, NavigableMap<Bytes, Bytes> pairs) {
    store.load(
        pairs.entrySet().stream()
            .map(pair -> Map.entry(pair.getKey().toArray(), pair.getValue().toArray()))
            .iterator());
  }

  private static NavigableMap<Bytes, Bytes> manyPairs() {
    SplittableRandom random = new Seed(SEED).random();
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = 0; i < MANY_PAIRS; i++) {
      byte[] value = new byte[random.nextInt(MANY_VALUE_BYTES)];
      random.nextBytes(value);
      pairs.put(Bytes.of("key %06d".formatted(i)), Bytes.of(value));
    }
    return pairs;
  }

  private static NavigableMap<Bytes, Bytes> pairs(SplittableRandom random) {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    int count = 1 + random.nextInt(MAX_PAIRS);
    for (int i = 0; i < count; i++) {
      byte[] value = new byte[random.nextInt(random.nextInt(40) == 0 ? LARGE_VALUE_BYTES : 100)];
      random.nextBytes(value);
      pairs.put(Bytes.of("key %06d".formatted(random.nextInt(1 << 20))), Bytes.of(value));
    }
    return pairs;
  }
}

package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreException;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A crash at any step of a checkpoint leaves no store in the target, or one that is refused, or the
 * whole copy; and the whole copy once the call has returned.
 */
@Gate
public abstract class CheckpointCrashGate {
  private static final int RANDOM_PLANS = 6;
  private static final int MOST_WRITES = 400;
  private static final int KEYS = 60;

  private final EngineFixture engine;
  private final int copies;

  /**
   * Makes the test.
   *
   * @param engine whose stores are copied
   * @param scale how many; {@code cairn.crashedCopies} says otherwise
   */
  protected CheckpointCrashGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.copies = scale.count("cairn.crashedCopies", 4, 1_000);
  }

  /** What crashes have left so far. */
  private static final class Counts {
    private long states;
    private long absent;
    private long refused;
    private long whole;
  }

  @Test
  final void aCrashLeavesTheWholeCopyOrNone() {
    Runs runs = new Runs(Seeds.given(0xc0b1e5));
    Counts counts = new Counts();
    for (int copy; (copy = runs.next(copies)) >= 0; ) {
      try {
        crashACopy(runs.seed(copy), counts);
      } catch (RuntimeException | AssertionError failure) {
        throw runs.failure(copy, "a copy", failure);
      }
    }

    System.out.printf(
        "crashed copies: %d states of %d copies, of which %d no store, %d refused, %d whole%n",
        counts.states, copies, counts.absent, counts.refused, counts.whole);
    assertThat(counts.absent).isPositive();
    assertThat(counts.whole).isPositive();
  }

  private void crashACopy(Seed seed, Counts counts) {
    CrashableVfs target = new CrashableVfs(seed.value());
    NavigableMap<Bytes, Bytes> content;
    try (KeyValueStore store = newStore(seed)) {
      write(store, seed.random());
      content = Contents.of(store);
      engine.checkpoint(store, target);
    }

    SplittableRandom random = seed.derive(1).random();
    for (int step = 0; step <= target.steps(); step++) {
      for (int i = 0; i < 2 + RANDOM_PLANS; i++) {
        CrashPlan plan =
            switch (i) {
              case 0 -> CrashPlan.keepAll();
              case 1 -> CrashPlan.dropAll();
              default -> CrashPlan.random(random.nextLong());
            };
        counts.states++;
        try {
          check(target.stateAfter(step, plan), content, step == target.steps(), counts);
        } catch (RuntimeException | AssertionError failure) {
          throw new AssertionError(
              "step %d of %d (%s), %s: %s"
                  .formatted(
                      step,
                      target.steps(),
                      step == 0 ? "start" : target.describeStep(step),
                      plan,
                      failure),
              failure);
        }
      }
    }
  }

  /** A store whose newest writes are in no file. */
  private KeyValueStore newStore(Seed seed) {
    MemoryVfs files = new MemoryVfs();
    engine.create(files, seed.value());
    return engine.open(files, Durability.MEMORY);
  }

  private static void write(KeyValueStore store, SplittableRandom random) {
    int writes = random.nextInt(MOST_WRITES);
    for (int i = 0; i < writes; i++) {
      byte[] key = Bytes.of("key " + random.nextInt(KEYS)).toArray();
      if (random.nextInt(5) == 0) {
        store.delete(key);
      } else {
        store.put(key, Bytes.of(("value " + i).repeat(random.nextInt(20))).toArray());
      }
    }
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
    try (KeyValueStore store = newStore(seed)) {
      write(store, seed.random());
      NavigableMap<Bytes, Bytes> content = Contents.of(store);
      for (long k = 1; ; k++) {
        MemoryVfs files = new MemoryVfs();
        FaultyVfs target = new FaultyVfs(files);
        target.failAt(k, Fault.EIO, FaultSpan.ONCE);
        boolean isDone = true;
        try {
          engine.checkpoint(store, target);
        } catch (StoreException failed) {
          isDone = false;
        }

        if (isDone) {
          assertThat(contentOf(files)).as("operation " + k).isEqualTo(content);
        } else {
          assertThat(files.list()).as("operation " + k).isSubsetOf(StoreFile.LOCK_NAME);
          engine.checkpoint(store, files);
          assertThat(contentOf(files)).as("again after operation " + k).isEqualTo(content);
        }
        if (target.firstStruck().isEmpty()) {
          assertThat(k).isGreaterThan(10);
          break;
        }
      }
      assertThat(Contents.of(store)).isEqualTo(content);
      store.put(new byte[] {1}, new byte[] {2});
    }
  }

  private NavigableMap<Bytes, Bytes> contentOf(MemoryVfs files) {
    try (KeyValueStore copy = engine.open(files, Durability.PROCESS)) {
      return Contents.of(copy);
    }
  }
}

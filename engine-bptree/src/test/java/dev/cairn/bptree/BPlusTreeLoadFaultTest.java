package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk fails while a store is filled with more than fits in memory: all pairs are there
 * afterwards, or none, and all if the call returned.
 */
@Tag("gate")
class BPlusTreeLoadFaultTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();
  private static final long SEED = 0x10ad;

  private static final int MANY_PAIRS = 2_500;
  private static final int MANY_VALUE_BYTES = 600;
  private static final byte[] PROBE = Bytes.of("probe").toArray();

  @ParameterizedTest
  @EnumSource
  void allPairsAreThereWhenTheDiskFailsOrNone(Fault fault) {
    for (FaultSpan span : FaultSpan.values()) {
      int struck = 0;
      OptionalLong last = fail(fault, span, 1);
      while (last.isPresent()) {
        struck++;
        last = fail(fault, span, last.getAsLong() + 1);
      }
      System.out.printf("%s %s: %d operations failed%n", fault, span, struck);
      assertThat(struck).as("%s", span).isPositive();
    }
  }

  /** Returns which of the load's operations was struck: the given one, counted from 1, or later. */
  private static OptionalLong fail(Fault fault, FaultSpan span, long number) {
    NavigableMap<Bytes, Bytes> pairs = manyPairs();
    CrashableVfs disk = new CrashableVfs(SEED);
    ENGINE.create(disk, SEED);
    FaultyVfs faulty = new FaultyVfs(disk);
    LeakCheckingVfs files = new LeakCheckingVfs(faulty);
    BPlusTreeStore store = ENGINE.open(files, Durability.PROCESS);
    store.put(PROBE, PROBE);
    store.delete(PROBE);
    long before = faulty.operations();
    faulty.failAt(before + number, fault, span);
    boolean isLoaded = false;
    try {
      load(store, pairs);
      isLoaded = true;
    } catch (StoreException failure) {
      if (fault == Fault.ENOSPC) {
        assertThat(failure).isInstanceOf(OutOfSpaceException.class);
      }
    }
    OptionalLong struck = faulty.firstStruck();
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
    return struck.isPresent() ? OptionalLong.of(struck.getAsLong() - before) : struck;
  }

  private static NavigableMap<Bytes, Bytes> contentAfterLoss(CrashableVfs disk) {
    Vfs left = disk.stateAfter(disk.steps(), CrashPlan.dropAll());
    try (BPlusTreeStore store = ENGINE.open(left, Durability.PROCESS)) {
      store.verify();
      return Contents.of(store);
    }
  }

  private static void load(BPlusTreeStore store, NavigableMap<Bytes, Bytes> pairs) {
    store.load(EngineFixture.sorted(pairs));
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
}

package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreDriver;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * One workload on a store with threads of its own, on a disk that fails at one operation, whoever
 * asks for it.
 */
final class BackgroundFaultRun {
  /** What one of the store's threads met while the disk failed may still be in the way of one. */
  private static final int TRIES_WHEN_HEALED = 3;

  private static final Bytes LAST_KEY = Bytes.of("after all others");
  private static final Operation LAST =
      new Operation.Write(List.of(new Operation.Put(LAST_KEY, LAST_KEY)), Durability.DEVICE);

  private final EngineFixture engine;
  private final CrashableVfs disk;
  private final FaultyVfs faulty;
  private final LeakCheckingVfs files;
  private final Promises promises = new Promises();
  private final Home home;
  private @Nullable Fault fault;

  /** Whether the store was found to have ended writing. */
  private boolean failed;

  BackgroundFaultRun(EngineFixture engine, Seed seed) {
    this.engine = engine;
    this.disk = new CrashableVfs(seed.value());
    engine.create(disk, seed.value());
    this.faulty = new FaultyVfs(disk);
    this.files = new LeakCheckingVfs(faulty);
    this.home = new Home();
  }

  /** Arms a fault; without one nothing may fail. */
  void failAt(long operation, Fault armed, FaultSpan span) {
    fault = armed;
    faulty.failAt(operation, armed, span);
  }

  /** How many operations the disk was asked for. */
  long operationCount() {
    return faulty.operations();
  }

  boolean hasStruck() {
    return faulty.firstStruck().isPresent();
  }

  /** Whether it was one of the store's own threads that met the fault first. */
  boolean hasStruckBackground() {
    return hasStruck() && faulty.firstStruckThread() != Thread.currentThread();
  }

  boolean hasEndedWriting() {
    return failed;
  }

  void run(List<Operation> operations) {
    StoreDriver driver = tryOpen();
    if (driver != null) {
      for (Operation operation : operations) {
        if (failed) {
          break;
        }
        boolean _ = tryApply(driver, operation);
      }
      if (hasStruck()) { // Otherwise the closing may be struck.
        faulty.heal();
        examine(driver);
      }
      close(driver);
    }
    faulty.heal();
    files.assertNothingOpen();
    // Before anybody opens what is left, and brings it to the device by that.
    MemoryVfs withoutPower = disk.stateAfter(disk.steps(), CrashPlan.dropAll());
    reopen(disk, promises.promise().process());
    reopen(withoutPower, promises.promise().device());
  }

  private @Nullable StoreDriver tryOpen() {
    try {
      return new StoreDriver(home);
    } catch (StoreException refused) {
      requireStruck(refused);
      return null;
    }
  }

  private final class Home extends EngineHome {
    Home() {
      super(BackgroundFaultRun.this.engine);
    }

    @Override
    public KeyValueStore open() {
      return engine.open(
          new KeptVfs(files), Durability.PROCESS, Background.threads("background-faults"));
    }
  }

  private void requireStruck(StoreException failure) {
    assertThat(failure).hasStackTraceContaining("injected " + fault);
  }

  /** Whether it was done. When something that writes has failed, the disk is well from then on. */
  private boolean tryApply(StoreDriver driver, Operation operation) {
    Object found;
    try {
      found = driver.apply(operation);
    } catch (StoreException failure) {
      requireStruck(failure);
      if (FaultRun.isWriting(operation)) {
        faulty.heal();
        failed = driver.store().stats().failed();
      }
      if (failed && operation instanceof Operation.Update update) {
        promises.fail(update, home.isWhole(update));
      }
      return false;
    }
    assertThat(found).as("%s", operation).isEqualTo(promises.issue(operation));
    promises.acknowledge(operation, found, Durability.PROCESS);
    return true;
  }

  /** The disk is well again: reads do not fail, and writes do only if the store has ended them. */
  private void examine(StoreDriver driver) {
    promises.checkShown(Reading.content(driver.store()));
    if (failed) {
      assertThatThrownBy(() -> driver.apply(LAST)).isInstanceOf(StoreFailedException.class);
      return;
    }
    boolean isDone = false;
    for (int i = 0; i < TRIES_WHEN_HEALED && !isDone && !failed; i++) {
      isDone = tryApply(driver, LAST);
    }
    assertThat(isDone || failed).as("written, or writing has ended").isTrue();
  }

  private void close(StoreDriver driver) {
    try {
      driver.close();
    } catch (StoreException refused) {
      requireStruck(refused);
      return;
    }
    if (!failed) {
      promises.acknowledgeAll();
    }
  }

  private void reopen(Vfs left, int least) {
    try (KeyValueStore store = engine.open(left, Durability.PROCESS)) {
      NavigableMap<Bytes, Bytes> content = Reading.content(store);
      promises.check(content, least, promises.history().updateCount());
      Reading.checkEach(store, content, promises.history().keys());
      store.verify();
    }
  }
}

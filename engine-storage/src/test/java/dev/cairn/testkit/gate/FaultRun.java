package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreDriver;
import dev.cairn.testkit.StoreHome;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** One workload on one disk that fails at one operation. */
final class FaultRun {
  private final EngineFixture engine;
  private final Fault fault;
  private final FaultSpan span;
  private final List<Operation> operations;
  private final CrashableVfs disk;
  private final FaultyVfs faulty;
  private final LeakCheckingVfs files;
  private final Promises promises = new Promises();
  private @Nullable StoreDriver driver;
  private long firstStruck;
  private int latches;
  private boolean latched;
  private int updatesBeforeFailure = -1;

  FaultRun(
      EngineFixture engine, Seed seed, Fault fault, FaultSpan span, List<Operation> operations) {
    this.engine = engine;
    this.fault = fault;
    this.span = span;
    this.operations = operations;
    this.disk = new CrashableVfs(seed.value());
    engine.create(disk, seed.value());
    this.faulty = new FaultyVfs(disk);
    this.files = new LeakCheckingVfs(faulty);
  }

  /** The number of the operation that failed first, or 0 if none did. */
  long firstStruck() {
    return firstStruck;
  }

  /** How often a store ended writing. */
  int latchCount() {
    return latches;
  }

  void run(long operation) {
    faulty.failAt(operation, fault, span);
    open();
    for (int i = 0; i < operations.size() && driver != null; i++) {
      apply(driver, operations.get(i), i);
    }
    heal();
    if (driver != null) {
      examine(driver.store());
      close(driver);
    }
    files.assertNothingOpen();
    reopen(disk, promises.promise().process());
    reopen(disk.stateAfter(disk.steps(), CrashPlan.dropAll()), promises.promise().device());
  }

  private void heal() {
    if (firstStruck == 0) {
      firstStruck = faulty.firstStruck().orElse(0);
    }
    faulty.heal();
  }

  private void open() {
    try {
      driver = new StoreDriver(new Home());
    } catch (StoreException refused) {
      driver = null;
    }
  }

  /** Opens once: what a closing and an opening may do on a disk that fails is told apart here. */
  private final class Home implements StoreHome {
    @Override
    public KeyValueStore open() {
      return engine.open(files, Durability.PROCESS);
    }

    @Override
    public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store) {
      throw new AssertionError("no checkpoints here");
    }
  }

  private void apply(StoreDriver open, Operation operation, int number) {
    if (operation instanceof Operation.Reopen) {
      boolean wasLatched = latched;
      close(open);
      files.assertNothingOpen();
      promises.history().apply(operation); // Ends the snapshots.
      if (!wasLatched) { // Otherwise the last write may be there or not, and the end tells.
        open();
      }
      return;
    }
    // Half of the single writes go to the device, as batches of one, so that forces come
    // everywhere.
    Operation done = number % 2 == 0 ? forced(operation) : operation;
    Object found;
    try {
      found = open.apply(done);
    } catch (StoreException failure) {
      failed(open.store(), done, failure);
      return;
    }
    if (latched) {
      return; // It changed nothing, as the store's content will show.
    }
    Object expected = promises.issue(done);
    assertThat(found).as("%s", done).isEqualTo(expected);
    promises.acknowledge(done, found, Durability.PROCESS);
  }

  private static Operation forced(Operation operation) {
    return operation instanceof Operation.BatchEntry entry
        ? new Operation.Write(List.of(entry), Durability.DEVICE)
        : operation;
  }

  private void failed(KeyValueStore open, Operation operation, StoreException failure) {
    if (fault == Fault.ENOSPC) {
      assertThat(failure).isInstanceOf(OutOfSpaceException.class);
    }
    boolean wasLatched = latched;
    latched = hasFailed(open);
    boolean writes = operation instanceof Operation.Update || operation instanceof Operation.Sync;
    if (wasLatched) {
      if (writes) {
        assertThat(failure).isInstanceOf(StoreFailedException.class);
      }
      return;
    }
    if (operation instanceof Operation.Sync) {
      assertThat(latched).as("a failed sync ends writing").isTrue();
    }
    if (latched) {
      latches++;
      assertThat(writes).as("%s ends writing", operation).isTrue();
      assertThat(fault).isNotEqualTo(Fault.ENOSPC);
      if (operation instanceof Operation.Update) {
        // Nobody was told that it was done, and it may be found all the same.
        updatesBeforeFailure = promises.history().updateCount();
        promises.issue(operation);
      }
    }
  }

  private boolean hasFailed(KeyValueStore open) {
    heal();
    boolean failed = open.stats().failed();
    if (span == FaultSpan.STICKY) {
      faulty.failAt(faulty.operations() + 1, fault, span);
    }
    return failed;
  }

  /** The disk is well again: reads do not fail, and writes do only after a failure of one. */
  private void examine(KeyValueStore open) {
    int all = promises.history().updateCount();
    promises.check(
        Reading.content(open), updatesBeforeFailure < 0 ? all : updatesBeforeFailure, all);
    byte[] key = {1, 2, 3};
    if (latched || open.stats().failed()) {
      assertThatThrownBy(() -> open.put(key, key)).isInstanceOf(StoreFailedException.class);
    } else {
      open.put(key, key);
      promises.issue(new Operation.Put(Bytes.of(key), Bytes.of(key)));
      open.sync();
      promises.acknowledgeAll();
    }
  }

  private void close(StoreDriver open) {
    driver = null;
    try {
      open.close();
      promises.acknowledgeAll();
    } catch (StoreException refused) {
      assertThat(firstStruck != 0 || faulty.firstStruck().isPresent()).isTrue();
    }
    latched = false;
  }

  private void reopen(Vfs healed, int least) {
    try (KeyValueStore open = engine.open(healed, Durability.PROCESS)) {
      promises.check(Reading.content(open), least, promises.history().updateCount());
      open.verify();
    }
  }
}

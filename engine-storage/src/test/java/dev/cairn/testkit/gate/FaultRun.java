package dev.cairn.testkit.gate;

import static dev.cairn.testkit.vfs.FaultSpan.ONCE;
import static dev.cairn.testkit.vfs.FaultSpan.STICKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Model;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreDriver;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Supplier;
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
  private final Home home;
  private @Nullable StoreDriver driver;
  private long firstStruck;
  private int latches;
  private boolean latched;
  private boolean hasRefused;

  /** What a store that has ended writing shows from then on. */
  private Model shown = new Model();

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
    this.home = new Home();
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
    // Before anybody opens what is left, and brings it to the device by that.
    MemoryVfs withoutPower = disk.stateAfter(disk.steps(), CrashPlan.dropAll());
    reopen(disk, promises.promise().process());
    reopen(withoutPower, promises.promise().device());
    // And once more when that was done: it may not believe of anything that it is there already.
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
      driver = new StoreDriver(home);
    } catch (StoreException refused) {
      requireStruck(refused);
      driver = null;
    }
  }

  /** Whatever the store makes of the fault's exception, it says in the end what it was. */
  private void requireStruck(StoreException failure) {
    assertThat(failure).hasStackTraceContaining("injected " + fault);
  }

  /** Opens once: what a closing and an opening may do on a disk that fails is told apart here. */
  private final class Home extends EngineHome {
    Home() {
      super(FaultRun.this.engine);
    }

    @Override
    public KeyValueStore open() {
      return engine.open(files, Durability.PROCESS);
    }

    @Override
    public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store) {
      NavigableMap<Bytes, Bytes> copy = super.checkpoint(store);
      if (latched) { // Who opens it does not know that the store may show an update in part.
        promises.checkWhole(copy);
      }
      return copy;
    }
  }

  private void apply(StoreDriver open, Operation operation, int number) {
    if (operation instanceof Operation.Reopen) {
      boolean isSaved = close(open);
      files.assertNothingOpen();
      promises.history().apply(operation); // Ends the snapshots.
      if (isSaved) { // Otherwise the last writes may be there or not, and the end tells.
        open();
      }
      return;
    }
    if (latched && operation instanceof Operation.Verify) {
      return; // The log may have a write that the rest of the store has in part.
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
      // An update changed nothing, as the store's content will show; and reads go on.
      if (isRead(done)) {
        assertThat(found).as("%s after a failure", done).isEqualTo(shown.apply(done));
      }
      return;
    }
    Object expected = promises.issue(done);
    assertThat(found).as("%s", done).isEqualTo(expected);
    promises.acknowledge(done, found, Durability.PROCESS);
    if (faulty.firstStruck().isPresent() && hasFailed(open.store())) {
      latch(open.store()); // By what the operation has left to others, of which it says nothing.
    }
  }

  /** Whether it reads what the store has now; a snapshot has what it had at some time. */
  private static boolean isRead(Operation operation) {
    return operation instanceof Operation.Get
        || operation instanceof Operation.Read
        || operation instanceof Operation.Contains
        || operation instanceof Operation.GetAll
        || operation instanceof Operation.ForEach
        || operation instanceof Operation.Scan
        || operation instanceof Operation.Walk;
  }

  /** Whether it asks the disk to write, or to force what was written. */
  static boolean isWriting(Operation operation) {
    return operation instanceof Operation.Update
        || operation instanceof Operation.Sync
        || operation instanceof Operation.Flush
        || operation instanceof Operation.Checkpoint // Of what is on the device.
        || operation instanceof Operation.Compact;
  }

  private static Operation forced(Operation operation) {
    return operation instanceof Operation.BatchEntry entry
        ? new Operation.Write(List.of(entry), Durability.DEVICE)
        : operation;
  }

  private void failed(KeyValueStore open, Operation operation, StoreException failure) {
    requireStruck(failure);
    if (fault == Fault.ENOSPC) {
      assertThat(failure).isInstanceOf(OutOfSpaceException.class);
    }
    boolean wasLatched = latched;
    boolean writes = isWriting(operation);
    if (wasLatched) {
      // A copy may meet the disk that still fails before it comes to what has ended writing.
      boolean mayMeetDisk = operation instanceof Operation.Checkpoint && span == STICKY;
      if (writes && !mayMeetDisk) {
        assertThat(failure).isInstanceOf(StoreFailedException.class);
      } else {
        assertThat(span).as("%s: of a disk that is well again", failure).isEqualTo(STICKY);
      }
      return;
    }
    if (span == ONCE) {
      assertThat(hasRefused).as("%s: the second that one fault fails", operation).isFalse();
      hasRefused = true;
    }
    boolean endsWriting = hasFailed(open);
    if (operation instanceof Operation.Sync) {
      assertThat(endsWriting).as("a failed sync ends writing").isTrue();
    }
    if (endsWriting) {
      boolean forces = operation instanceof Operation.Verify; // To look at what is on the disk.
      assertThat(writes || forces).as("%s ends writing", operation).isTrue();
      if (operation instanceof Operation.Update update) {
        promises.fail(update, home.isWhole(update));
      }
      latch(open);
    }
  }

  /** The store has ended writing. */
  private void latch(KeyValueStore open) {
    assertThat(fault).isNotEqualTo(Fault.ENOSPC);
    latched = true;
    latches++;
    shown = new Model();
    whileHealed(() -> Reading.content(open))
        .forEach((key, value) -> shown.apply(new Operation.Put(key, value)));
    promises.checkShown(shown.content());
  }

  private boolean hasFailed(KeyValueStore open) {
    return whileHealed(() -> open.stats().failed());
  }

  private <T> T whileHealed(Supplier<T> look) {
    heal();
    T seen = look.get();
    if (span == STICKY) {
      faulty.failAt(faulty.operations() + 1, fault, span);
    }
    return seen;
  }

  /** The disk is well again: reads do not fail, and writes do only after a failure of one. */
  private void examine(KeyValueStore open) {
    promises.checkShown(Reading.content(open));
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

  /** Whether all that the store was given is on the disk. */
  private boolean close(StoreDriver open) {
    driver = null;
    boolean isSaved = false;
    boolean hadStruck = firstStruck != 0 || faulty.firstStruck().isPresent();
    // Also by what opening had left to others.
    boolean hadFailed = hadStruck && hasFailed(open.store());
    try {
      open.close();
      promises.acknowledgeAll();
      isSaved = !hadFailed;
    } catch (StoreException refused) {
      boolean strikes = faulty.firstStruck().isPresent() && (!hadStruck || span == STICKY);
      assertThat(hadFailed || strikes).as("%s: of a disk that is well", refused).isTrue();
    }
    latched = false;
    return isSaved;
  }

  private void reopen(Vfs healed, int least) {
    try (KeyValueStore open = engine.open(healed, Durability.PROCESS)) {
      promises.check(Reading.content(open), least, promises.history().updateCount());
      open.verify();
    }
  }
}

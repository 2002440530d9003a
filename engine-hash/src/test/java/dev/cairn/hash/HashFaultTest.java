package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.History;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every operation that a store asks of its disk fails once, and from then on for good: nothing that
 * was acknowledged is lost, a full disk fails the one write that met it, any other failure of a
 * write ends writing, reads go on, and closing frees everything.
 */
@Tag("gate")
class HashFaultTest {
  private static final int WORKLOADS = 3;
  private static final int OPERATIONS = 40;
  private static final Shape SHAPE =
      Shape.updates()
          .with(Operation.Kind.REOPEN, 4)
          .withKeyCount(30)
          .withMaxBytes(40, 900)
          .withMaxBatchEntries(6);

  /** One sweep: a workload run again and again, the fault each time one operation later. */
  private record Sweep(Seed seed, Fault fault, FaultSpan span) {}

  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger latches = new AtomicInteger();

  @Test
  void noFaultLosesWhatWasAcknowledged() throws InterruptedException {
    List<Sweep> sweeps = new ArrayList<>();
    for (int workload = 0; workload < WORKLOADS; workload++) {
      for (Fault fault : Fault.values()) {
        for (FaultSpan span : FaultSpan.values()) {
          sweeps.add(new Sweep(new Seed(0xfa17).derive(workload), fault, span));
        }
      }
    }
    AtomicInteger next = new AtomicInteger();

    Crew.run(() -> {
      for (int i; (i = next.getAndIncrement()) < sweeps.size(); ) {
        sweep(sweeps.get(i));
      }
    });

    System.out.println("faults: " + faults + ", of which ended writing: " + latches);
    assertThat(latches.get()).isPositive();
  }

  private void sweep(Sweep sweep) {
    List<Operation> operations = new OperationGenerator(sweep.seed, SHAPE).take(OPERATIONS);
    long operation = 1;
    for (; ; ) {
      Run run = new Run(sweep, operations);
      try {
        run.run(operation);
      } catch (RuntimeException | Error failure) {
        throw new AssertionError(sweep + ", operation " + operation + ": " + failure, failure);
      }
      if (run.firstStruck == 0) {
        return;
      }
      faults.incrementAndGet();
      operation = run.firstStruck + 1;
    }
  }

  /** One workload on one disk that fails at one operation. */
  private final class Run {
    private final Sweep sweep;
    private final List<Operation> operations;
    private final CrashableVfs disk;
    private final FaultyVfs faulty;
    private final LeakCheckingVfs files;
    private final History history = new History();
    private @Nullable HashStore store;
    private Workload.Promise promise = new Workload.Promise(0, 0, 0);
    private long firstStruck;
    private boolean latched;
    private int updatesBeforeFailure = -1;

    Run(Sweep sweep, List<Operation> operations) {
      this.sweep = sweep;
      this.operations = operations;
      this.disk = new CrashableVfs(sweep.seed.value());
      SmallStore.create(disk, sweep.seed.value());
      this.faulty = new FaultyVfs(disk);
      this.files = new LeakCheckingVfs(faulty);
    }

    void run(long operation) {
      faulty.failAt(operation, sweep.fault, sweep.span);
      open();
      for (int i = 0; i < operations.size() && store != null; i++) {
        apply(store, operations.get(i), i);
      }
      heal();
      if (store != null) {
        examine(store);
        close(store);
      }
      files.assertNothingOpen();
      reopen(disk, promise.process());
      reopen(disk.stateAfter(disk.steps(), CrashPlan.dropAll()), promise.device());
    }

    private void heal() {
      if (firstStruck == 0) {
        firstStruck = faulty.firstStruck().orElse(0);
      }
      faulty.heal();
    }

    private void open() {
      try {
        store = SmallStore.open(files, Durability.PROCESS);
      } catch (StoreException refused) {
        store = null;
      }
    }

    private void apply(HashStore open, Operation operation, int number) {
      if (operation instanceof Operation.Reopen) {
        boolean wasLatched = latched;
        close(open);
        files.assertNothingOpen();
        if (!wasLatched) { // Otherwise the last write may be there or not, and the end tells.
          open();
        }
        return;
      }
      // Half of the single writes go to the device, as batches of one, so that forces come
      // everywhere.
      Operation done = number % 2 == 0 ? forced(operation) : operation;
      try {
        new SingleStoreDriver(open).apply(done);
      } catch (StoreException failure) {
        failed(open, done, failure);
        return;
      }
      if (latched) {
        return; // It changed nothing, as the store's content will show.
      }
      if (done instanceof Operation.Update) {
        history.apply(done);
      }
      promise(done);
    }

    private static Operation forced(Operation operation) {
      return operation instanceof Operation.BatchEntry entry
          ? new Operation.Write(List.of(entry), Durability.DEVICE)
          : operation;
    }

    private void failed(HashStore open, Operation operation, StoreException failure) {
      if (sweep.fault == Fault.ENOSPC) {
        assertThat(failure).isInstanceOf(OutOfSpaceException.class);
      }
      boolean wasLatched = latched;
      latched = hasFailed(open);
      if (wasLatched) {
        assertThat(failure).isInstanceOf(StoreFailedException.class);
        return;
      }
      if (operation instanceof Operation.Sync) {
        assertThat(latched).as("a failed sync ends writing").isTrue();
      }
      if (latched) {
        latches.incrementAndGet();
        assertThat(sweep.fault).isNotEqualTo(Fault.ENOSPC);
        if (operation instanceof Operation.Update) {
          // Nobody was told that it was done, and it may be found all the same.
          updatesBeforeFailure = history.updateCount();
          history.apply(operation);
          promise =
              new Workload.Promise(history.updateCount(), promise.process(), promise.device());
        }
      }
    }

    private boolean hasFailed(HashStore open) {
      heal();
      boolean failed = open.stats().failed();
      if (sweep.span == FaultSpan.STICKY) {
        faulty.failAt(faulty.operations() + 1, sweep.fault, sweep.span);
      }
      return failed;
    }

    /**
     * Says what an acknowledgement promises; one of an update that changed nothing promises
     * nothing.
     */
    private void promise(Operation operation) {
      int all = history.updateCount();
      promise = new Workload.Promise(all, promise.process(), promise.device());
      switch (operation) {
        case Operation.CompareAndSet _ -> {}
        case Operation.Write write -> {
          int process = write.durability() == Durability.MEMORY ? promise.process() : all;
          int device = write.durability() == Durability.DEVICE ? all : promise.device();
          promise = new Workload.Promise(all, process, device);
        }
        case Operation.Update _ -> promise = new Workload.Promise(all, all, promise.device());
        case Operation.Sync _ -> promise = new Workload.Promise(all, all, all);
        default -> {}
      }
    }

    /** The disk is well again: reads do not fail, and writes do only after a failure of one. */
    private void examine(HashStore open) {
      expectOneOf(
          Contents.of(open),
          updatesBeforeFailure < 0 ? history.updateCount() : updatesBeforeFailure);
      byte[] key = {1, 2, 3};
      if (latched || open.stats().failed()) {
        assertThatThrownBy(() -> open.put(key, key)).isInstanceOf(StoreFailedException.class);
      } else {
        Operation put = new Operation.Put(Bytes.of(key), Bytes.of(key));
        open.put(key, key);
        history.apply(put);
        open.sync();
        int all = history.updateCount();
        promise = new Workload.Promise(all, all, all);
      }
    }

    private void close(HashStore open) {
      store = null;
      try {
        open.close();
        int all = history.updateCount();
        promise = new Workload.Promise(all, all, all);
      } catch (StoreException refused) {
        assertThat(firstStruck != 0 || faulty.firstStruck().isPresent()).isTrue();
      }
      latched = false;
    }

    private void reopen(Vfs healed, int least) {
      try (HashStore open = SmallStore.open(healed, Durability.PROCESS)) {
        expectOneOf(Contents.of(open), least);
        open.verify();
      }
    }

    private void expectOneOf(Map<Bytes, Bytes> content, int least) {
      OptionalInt found = history.firstMatching(content, least, history.updateCount());
      if (found.isEmpty()) {
        throw new AssertionError(
            "no state after "
                + least
                + " to "
                + history.updateCount()
                + " updates; the last differs so: "
                + history.describeDifference(content, history.updateCount()));
      }
    }
  }
}

package dev.cairn.testkit.gate;

import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import dev.cairn.testkit.Shrinker;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Every operation that a store asks of its disk fails once, and from then on for good: nothing that
 * was acknowledged is lost, a full disk fails the one write that met it, any other failure of a
 * write ends writing, reads go on and show nothing wrong, and closing frees everything. Nothing
 * fails that no fault has struck.
 */
public final class FaultCampaign {
  private static final int OPERATIONS = 40;

  /**
   * How many operations are done to shrink a workload, each with a fault at every file operation.
   */
  private static final int SHRINKING_OPERATIONS = 4_000;

  private static final Shape SHAPE =
      Shape.updates()
          .with(Operation.Kind.REOPEN, 4)
          .with(Operation.Kind.COMPACT, 2)
          .with(Operation.Kind.FLUSH, 1)
          .with(Operation.Kind.FILL, 3)
          .with(Operation.Kind.CHECKPOINT, 1)
          .with(Operation.Kind.GET, 8)
          .with(Operation.Kind.CONTAINS, 2)
          .with(Operation.Kind.GET_ALL, 2)
          .with(Operation.Kind.READ, 2)
          .with(Operation.Kind.FOR_EACH, 2)
          .with(Operation.Kind.VERIFY, 2)
          .withKeyCount(30)
          .withMaxBytes(40, 900)
          .withMaxBatchEntries(6);
  private static final Shape ORDERED_SHAPE =
      SHAPE
          .with(Operation.Kind.DELETE_RANGE, 3)
          .with(Operation.Kind.SCAN, 3)
          .with(Operation.Kind.WALK, 2)
          .with(Operation.Kind.TAKE_SNAPSHOT, 2)
          .with(Operation.Kind.READ_SNAPSHOT, 2)
          .with(Operation.Kind.CLOSE_SNAPSHOT, 1);

  /** One sweep: a workload run again and again, the fault each time one operation later. */
  private record Sweep(Seed seed, Fault fault, FaultSpan span) {}

  private final EngineFixture engine;
  private final boolean isOrdered;
  private final List<Sweep> sweeps = new ArrayList<>();
  private final Runs runs;
  private final AtomicReference<@Nullable Sweep> failed = new AtomicReference<>();
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger latches = new AtomicInteger();

  /**
   * Prepares a campaign.
   *
   * @param engine whose disks fail
   * @param base what all randomness comes from
   * @param workloads how many workloads are run, each with every fault
   */
  public FaultCampaign(EngineFixture engine, Seed base, int workloads) {
    this.engine = engine;
    this.isOrdered = engine.isOrdered();
    this.runs = new Runs(base);
    for (int workload = 0; workload < workloads; workload++) {
      for (Fault fault : Fault.values()) {
        for (FaultSpan span : FaultSpan.values()) {
          sweeps.add(new Sweep(base.derive(workload), fault, span));
        }
      }
    }
  }

  /**
   * How many faults there were.
   *
   * @return the count
   */
  public int faultCount() {
    return faults.get();
  }

  /**
   * How many of them ended writing.
   *
   * @return the count
   */
  public int latchCount() {
    return latches.get();
  }

  /** Lets everything fail; several threads may, and share the work. */
  public void run() {
    run(Long.MAX_VALUE);
  }

  /**
   * Lets everything fail, but no more than some of it.
   *
   * @param faultCount after how many faults to end
   */
  public void run(long faultCount) {
    for (int sweep; Crew.goesOn() && (sweep = runs.next(sweeps.size())) >= 0; ) {
      sweep(sweep, faultCount);
    }
  }

  private void sweep(int number, long faultCount) {
    Sweep sweep = sweeps.get(number);
    try {
      sweep(sweep, operations(sweep), faultCount);
    } catch (RuntimeException | Error failure) {
      failed.compareAndSet(null, sweep);
      throw runs.failure(number, sweep, failure);
    }
  }

  /**
   * Looks for the fewest operations of the workload that failed, in which a fault still does harm.
   *
   * @return what they are, or that no part of them fails
   */
  public String shrinkFailure() {
    Sweep sweep = Objects.requireNonNull(failed.get());
    List<Operation> all = operations(sweep);
    List<Operation> smallest =
        new Shrinker(candidate -> fails(sweep, candidate), SHRINKING_OPERATIONS).shrink(all);
    return smallest.size() == all.size()
        ? "no part of its operations fails alone"
        : "the same, after shrinking %d operations to:%n%s"
            .formatted(all.size(), Shrinker.describe(smallest));
  }

  private boolean fails(Sweep sweep, List<Operation> operations) {
    try {
      sweep(sweep, operations, Long.MAX_VALUE);
      return false;
    } catch (RuntimeException | Error _) {
      return true;
    }
  }

  private List<Operation> operations(Sweep sweep) {
    return new OperationGenerator(sweep.seed, isOrdered ? ORDERED_SHAPE : SHAPE).take(OPERATIONS);
  }

  private void sweep(Sweep sweep, List<Operation> operations, long faultCount) {
    long operation = 1;
    while (faults.get() < faultCount) {
      FaultRun run = new FaultRun(engine, sweep.seed, sweep.fault, sweep.span, operations);
      faults.incrementAndGet();
      try {
        run.run(operation);
      } catch (RuntimeException | Error failure) {
        throw new AssertionError("file operation " + operation + ": " + failure, failure);
      }
      latches.addAndGet(run.latchCount());
      if (run.firstStruck() == 0) {
        faults.decrementAndGet(); // The workload had ended before.
        return;
      }
      operation = run.firstStruck() + 1;
    }
  }
}

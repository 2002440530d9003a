package dev.cairn.testkit.gate;

import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Operations of disks under stores with threads of their own fail, once and from then on, so that
 * what prepares, flushes, compacts, reclaims or makes checkpoints meets them: nothing that was
 * acknowledged is lost, neither with the process nor with power, nothing is there that nobody
 * wrote, what fails names the fault, reads go on, and closing frees everything. Where writing has
 * not ended, it goes on when the disk is well.
 */
public final class BackgroundFaultCampaign {
  private static final int OPERATIONS = 200;
  private static final int SOUND_RUNS = 3;

  private static final Shape SHAPE =
      Shape.updates()
          .with(Operation.Kind.COMPACT, 2)
          .with(Operation.Kind.FLUSH, 1)
          .with(Operation.Kind.FILL, 2)
          .with(Operation.Kind.CHECKPOINT, 1)
          .with(Operation.Kind.GET, 8)
          .with(Operation.Kind.GET_ALL, 2)
          .withKeyCount(60)
          .withMaxBytes(40, 900)
          .withMaxBatchEntries(6);
  private static final Shape ORDERED_SHAPE =
      SHAPE.with(Operation.Kind.DELETE_RANGE, 2).with(Operation.Kind.SCAN, 2);

  private final EngineFixture engine;
  private final Shape shape;
  private final Runs runs;

  /** How many operations a disk is asked for, more or less: threads differ, and so do workloads. */
  private final long operationCount;

  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger backgroundFaults = new AtomicInteger();
  private final AtomicInteger latches = new AtomicInteger();

  /**
   * Prepares a campaign, by a workload that meets no fault, three times: how much of it the store's
   * own threads do in the end is never the same.
   *
   * @param engine whose disks fail
   * @param base what all randomness comes from
   */
  public BackgroundFaultCampaign(EngineFixture engine, Seed base) {
    this.engine = engine;
    this.shape = engine.isOrdered() ? ORDERED_SHAPE : SHAPE;
    this.runs = new Runs(base);
    this.operationCount =
        IntStream.range(0, SOUND_RUNS).mapToLong(_ -> soundRun(base)).min().orElseThrow();
  }

  private long soundRun(Seed seed) {
    BackgroundFaultRun sound = new BackgroundFaultRun(engine, seed);
    sound.run(operations(seed));
    return sound.operationCount();
  }

  private List<Operation> operations(Seed seed) {
    return new OperationGenerator(seed, shape).take(OPERATIONS);
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
   * How many of them struck a thread of the store's own first.
   *
   * @return the count
   */
  public int backgroundFaultCount() {
    return backgroundFaults.get();
  }

  /**
   * How many of them ended writing.
   *
   * @return the count
   */
  public int latchCount() {
    return latches.get();
  }

  /**
   * Lets disks fail; several threads may, and share the work.
   *
   * @param runCount how many workloads are run
   */
  public void run(int runCount) {
    for (int number; Crew.goesOn() && (number = runs.next(runCount)) >= 0; ) {
      Seed seed = runs.seed(number);
      Fault fault = Fault.values()[number % Fault.values().length];
      FaultSpan span =
          FaultSpan.values()[number / Fault.values().length % FaultSpan.values().length];
      long operation = 1 + seed.derive(1).random().nextLong(operationCount);
      try {
        fail(seed, operation, fault, span);
      } catch (RuntimeException | Error failure) {
        throw runs.failure(
            number, "%s, %s, from operation %d".formatted(fault, span, operation), failure);
      }
    }
  }

  private void fail(Seed seed, long operation, Fault fault, FaultSpan span) {
    BackgroundFaultRun run = new BackgroundFaultRun(engine, seed);
    run.failAt(operation, fault, span);
    run.run(operations(seed));
    faults.addAndGet(run.hasStruck() ? 1 : 0);
    backgroundFaults.addAndGet(run.hasStruckBackground() ? 1 : 0);
    latches.addAndGet(run.hasEndedWriting() ? 1 : 0);
  }
}

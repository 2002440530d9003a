package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.ModelCheck;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store does what a sorted map does, over very many operations on stores whose files fill, are
 * reclaimed, leave memory and are read again all the time.
 */
public final class ModelCampaign {
  private static final int OPERATIONS_OF_A_RUN = 10_000;
  private static final int NOTHING_FAILED = -1;
  private static final Shape SHAPE =
      Shape.keyValue()
          .with(Operation.Kind.REOPEN, 1)
          .with(Operation.Kind.COMPACT, 1)
          .with(Operation.Kind.FLUSH, 1)
          .with(Operation.Kind.FILL, 1)
          .with(Operation.Kind.GET, 60)
          .with(Operation.Kind.FOR_EACH, 0)
          .with(Operation.Kind.VERIFY, 0)
          .withMaxBytes(100, 3_000);

  private final List<? extends EngineFixture> variants;
  private final Runs runs;
  private final AtomicInteger failed = new AtomicInteger(NOTHING_FAILED);

  /**
   * Prepares a campaign.
   *
   * @param variants ways of opening the engine's stores, which take turns
   * @param base what all randomness comes from
   */
  public ModelCampaign(List<? extends EngineFixture> variants, Seed base) {
    this.variants = variants;
    this.runs = new Runs(base);
  }

  /**
   * How many operations were done or begun.
   *
   * @return the count
   */
  public long operationCount() {
    return (long) runs.begunCount() * OPERATIONS_OF_A_RUN;
  }

  /**
   * Compares; several threads may, and share the work.
   *
   * @param operationCount after how many operations to end
   */
  public void run(long operationCount) {
    int end = (int) Math.ceilDiv(operationCount, OPERATIONS_OF_A_RUN);
    for (int run; Crew.goesOn() && (run = runs.next(end)) >= 0; ) {
      compare(run);
    }
  }

  /**
   * Looks for the fewest operations of the run that failed which still do.
   *
   * @return what they are
   */
  public String shrinkFailure() {
    int run = failed.get();
    try {
      check(run).run(operations(run));
      return "it did not fail again";
    } catch (AssertionError failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  private void compare(int run) {
    try {
      check(run).runOnce(operations(run));
    } catch (AssertionError failure) {
      failed.compareAndSet(NOTHING_FAILED, run);
      throw runs.failure(run, variant(run), failure);
    }
  }

  private EngineFixture variant(int run) {
    return variants.get(run % variants.size());
  }

  private ModelCheck check(int run) {
    return new ModelCheck(() -> newHome(variant(run), runs.seed(run)));
  }

  private List<Operation> operations(int run) {
    Seed seed = runs.seed(run);
    EngineFixture engine = variant(run);
    // A few keys are overwritten all the time; many do not fit in the budget.
    int round = run / variants.size();
    int keys = round % 2 == 0 ? 60 : 6_000;
    Shape shape = (engine.isOrdered() ? SHAPE.ordered() : SHAPE).withKeyCount(keys);
    if (keys == 60) {
      shape = shape.with(Operation.Kind.CHECKPOINT, 1);
    }
    if (round / 2 % 2 == 1) {
      // A store that is opened anew all the time never grows old.
      shape = shape.with(Operation.Kind.REOPEN, 0);
    }
    if (engine.isOrdered() && keys > 60) {
      // A range of many keys costs what thousands of single reads do.
      shape = shape.with(Operation.Kind.SCAN, 1).with(Operation.Kind.READ_SNAPSHOT, 1);
    }
    return new OperationGenerator(seed, shape).take(OPERATIONS_OF_A_RUN);
  }

  private static Home newHome(EngineFixture engine, Seed seed) {
    MemoryVfs files = new MemoryVfs();
    engine.create(files, seed.value()); // So that shrinking fails as the first run did.
    return new Home(files, engine);
  }

  private static final class Home extends EngineHome {
    private final Vfs files;

    Home(Vfs files, EngineFixture engine) {
      super(engine);
      this.files = files;
    }

    @Override
    public KeyValueStore open() {
      return engine.open(files, Durability.PROCESS);
    }
  }
}

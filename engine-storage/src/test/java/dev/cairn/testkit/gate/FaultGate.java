package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Seed;
import org.junit.jupiter.api.Test;

/** {@link FaultCampaign} as a test. */
@Gate
public abstract class FaultGate {
  /** Of a workload: half of what a B+ tree store, which has the fewest, has on average. */
  private static final int LEAST_FAULTS = 200;

  private final EngineFixture engine;
  private final int workloads;

  /**
   * Makes the test.
   *
   * @param engine whose disks fail
   * @param scale how many workloads are run; {@code cairn.faultWorkloads} says otherwise
   */
  protected FaultGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.workloads = scale.count("cairn.faultWorkloads", 3, 200);
  }

  @Test
  final void noFaultLosesWhatWasAcknowledged() {
    int[] counts =
        (int[])
            Confined.call(
                engine,
                FaultGate.class,
                "run",
                engine.getClass().getName(),
                Seeds.given(0xfa17).value(),
                workloads);

    System.out.printf("faults: %d, of which ended writing: %d%n", counts[0], counts[1]);
    if (!Runs.isOnlyOne()) {
      assertThat(counts[0]).as("faults").isGreaterThan(LEAST_FAULTS * workloads);
      assertThat(counts[1]).as("of which ended writing").isPositive();
    }
  }

  /** How many faults there were, and how many of them ended writing. */
  private static int[] run(String fixture, long seed, int workloads) throws Exception {
    FaultCampaign campaign =
        new FaultCampaign(EngineFixture.named(fixture), new Seed(seed), workloads);
    try {
      Crew.run(campaign::run);
    } catch (AssertionError failure) {
      throw new AssertionError(failure.getMessage() + "\n" + campaign.shrinkFailure(), failure);
    }
    return new int[] {campaign.faultCount(), campaign.latchCount()};
  }
}

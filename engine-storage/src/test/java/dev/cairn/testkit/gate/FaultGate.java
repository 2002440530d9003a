package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link FaultCampaign} as a test. */
@Gate
public abstract class FaultGate {
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
  final void noFaultLosesWhatWasAcknowledged() throws InterruptedException {
    FaultCampaign campaign = new FaultCampaign(engine, Seeds.given(0xfa17), workloads);

    try {
      Crew.run(campaign::run);
    } catch (AssertionError failure) {
      throw new AssertionError(failure.getMessage() + "\n" + campaign.shrinkFailure(), failure);
    }

    System.out.printf(
        "faults: %d, of which ended writing: %d%n", campaign.faultCount(), campaign.latchCount());
    assertThat(campaign.latchCount() > 0 || Runs.isOnlyOne()).as("any ended writing").isTrue();
  }
}

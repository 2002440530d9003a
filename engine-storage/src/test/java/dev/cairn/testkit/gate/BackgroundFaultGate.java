package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link BackgroundFaultCampaign} as a test. */
@Gate
public abstract class BackgroundFaultGate {
  private final EngineFixture engine;
  private final int runs;

  /**
   * Makes the test.
   *
   * @param engine whose disks fail
   * @param scale how many workloads are run; {@code cairn.backgroundFaults} says otherwise
   */
  protected BackgroundFaultGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.runs = scale.count("cairn.backgroundFaults", 200, 20_000);
  }

  @Test
  final void aFaultThatTheStoresOwnThreadsMeetLosesNothing() throws InterruptedException {
    BackgroundFaultCampaign campaign =
        new BackgroundFaultCampaign(engine, Seeds.given(0xbac6fa17L));

    Crew.run(() -> campaign.run(runs));

    System.out.printf(
        "faults: %d, of which in the store's own threads: %d, that ended writing: %d%n",
        campaign.faultCount(), campaign.backgroundFaultCount(), campaign.latchCount());
    if (!Runs.isOnlyOne()) {
      assertThat(campaign.faultCount()).as("faults").isGreaterThan(runs / 2);
      assertThat(campaign.backgroundFaultCount())
          .as("of which in the store's own threads")
          .isGreaterThan(runs / 20);
      assertThat(campaign.latchCount()).as("of which ended writing").isPositive();
    }
  }
}

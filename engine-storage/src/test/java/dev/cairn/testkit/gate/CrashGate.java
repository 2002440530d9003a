package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link CrashCampaign} as a test. */
@Tag("gate")
public abstract class CrashGate {
  private final EngineFixture engine;
  private final int states;

  /**
   * Makes the test.
   *
   * @param engine whose stores crash
   * @param scale how many states are looked at; {@code cairn.crashStates} says otherwise
   */
  protected CrashGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.states = scale.count("cairn.crashStates", 50_000, 10_000_000);
  }

  @Test
  final void aCrashLeavesAPrefixWithAllThatWasPromised() throws InterruptedException {
    Seed base = Seeds.given(0xc4a54);
    CrashCampaign campaign = new CrashCampaign(engine, base);

    Crew.run(() -> campaign.run(states));

    System.out.printf(
        "crash states: %d of %d workloads, base seed %s%n",
        campaign.stateCount(), campaign.workloadCount(), base);
    assertThat(campaign.stateCount()).isGreaterThanOrEqualTo(states);
  }
}

package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link ConcurrentCrashCampaign} as a test. */
@Gate
public abstract class ConcurrentCrashGate {
  private final EngineFixture engine;
  private final int states;

  /**
   * Makes the test.
   *
   * @param engine whose stores crash
   * @param scale how many states are looked at; {@code cairn.concurrentCrashStates} says otherwise
   */
  protected ConcurrentCrashGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.states = scale.count("cairn.concurrentCrashStates", 500, 100_000);
  }

  @Test
  final void aCrashLeavesOfEachWriterAllThatHadReturned() {
    ConcurrentCrashCampaign campaign = new ConcurrentCrashCampaign(engine, Seeds.given(0xc0c4a54L));

    campaign.run(states);

    assertThat(campaign.stateCount()).isGreaterThanOrEqualTo(Runs.isOnlyOne() ? 1 : states);
  }
}

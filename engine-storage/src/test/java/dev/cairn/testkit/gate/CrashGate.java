package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Seed;
import org.junit.jupiter.api.Test;

/** {@link CrashCampaign} as a test. */
@Gate
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
    this.states = scale.count("cairn.crashStates", 100_000, 10_000_000);
  }

  @Test
  final void aCrashLeavesAPrefixWithAllThatWasPromised() {
    Seed base = Seeds.given(0xc4a54);

    long[] counts =
        (long[])
            Confined.call(
                engine,
                CrashGate.class,
                "crash",
                engine.getClass().getName(),
                base.value(),
                states);

    System.out.printf(
        "crash states: %d of %d workloads, base seed %s; %d left what another had left;"
            + " %d after a lie, %d of them refused%n",
        counts[0], counts[1], base, counts[4], counts[2], counts[3]);
    assertThat(counts[0]).isGreaterThanOrEqualTo(Runs.isOnlyOne() ? 1 : states);
    if (!Runs.isOnlyOne()) {
      assertThat(counts[3]).as("refused after a lie").isPositive();
    }
  }

  /**
   * How many states of how many workloads were looked at, how many after a lie and refused, and how
   * many were seen before.
   */
  private static long[] crash(String fixture, long seed, int states) throws Exception {
    CrashCampaign campaign = new CrashCampaign(EngineFixture.named(fixture), new Seed(seed));
    try {
      Crew.run(() -> campaign.run(states));
    } catch (AssertionError failure) {
      throw new AssertionError(failure.getMessage() + "\n" + campaign.shrinkFailure(), failure);
    }
    return new long[] {
      campaign.stateCount(),
      campaign.workloadCount(),
      campaign.lieCount(),
      campaign.refusalCount(),
      campaign.repeatCount()
    };
  }
}

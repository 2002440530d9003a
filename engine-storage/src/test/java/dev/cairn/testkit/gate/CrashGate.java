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
    this.states = scale.count("cairn.crashStates", 75_000, 10_000_000);
  }

  @Test
  final void aCrashLeavesAPrefixWithAllThatWasPromised() throws InterruptedException {
    Seed base = Seeds.given(0xc4a54);

    ConfinedCrashes.Counts counts = ConfinedCrashes.run(engine, base, states);

    System.out.printf(
        "crash states: %d of %d workloads, base seed %s%n",
        counts.states(), counts.workloads(), base);
    assertThat(counts.states()).isGreaterThanOrEqualTo(states);
  }
}

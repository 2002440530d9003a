package dev.cairn.testkit.gate;

import org.junit.jupiter.api.Test;

/** {@link CloseCampaign} as a test. */
@Gate
public abstract class CloseGate {
  private final EngineFixture engine;
  private final int rounds;

  /**
   * Makes the test.
   *
   * @param engine whose stores are closed
   * @param scale how many are; {@code cairn.closeRounds} says otherwise
   */
  protected CloseGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.rounds = scale.count("cairn.closeRounds", 700, 20_000);
  }

  @Test
  final void callsSucceedOrSayThatTheStoreIsClosed() throws InterruptedException {
    new CloseCampaign(engine, Seeds.given(0xc105e)).run(rounds);
  }
}

package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link SharingCampaign} and {@link LoanCampaign} as tests. */
@Gate
public abstract class SharingGate {
  /** Of a round, so that none takes as long as threads that hang. */
  private static final int MOST_WRITES = 50_000;

  private final EngineFixture engine;
  private final int writes;

  /**
   * Makes the test.
   *
   * @param engine whose store is shared
   * @param scale how many writes there are; {@code cairn.sharedWrites} says otherwise
   */
  protected SharingGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.writes = scale.count("cairn.sharedWrites", 30_000, 20_000_000);
  }

  @Test
  final void nobodySeesATornOrAnOlderOrAnotherKeysValue() {
    Runs rounds = new Runs(Seeds.given(0x54a4e));
    long readCount = 0;

    for (int round; (round = rounds.next(Math.ceilDiv(writes, MOST_WRITES))) >= 0; ) {
      SharingCampaign campaign = new SharingCampaign(engine, rounds.seed(round));
      try {
        campaign.run(Math.min(MOST_WRITES, writes) / 2);
        assertThat(campaign.readCount()).isGreaterThan(1_000);
        assertThat(campaign.turnoverCount()).as("evicted, reclaimed or compacted").isPositive();
      } catch (RuntimeException | Error failure) {
        throw rounds.failure(round, "a round", failure);
      }
      readCount += campaign.readCount();
    }

    System.out.println("values read while others wrote: " + readCount);
  }

  @Test
  final void aLoanKeepsItsBytesWhileTheirPlaceIsGivenUp() throws InterruptedException {
    new LoanCampaign(engine).run(100);
  }
}

package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Seed;
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
    Seed seed = Seeds.given(0x54a4e);
    long readCount = 0;

    for (int done = 0; done < writes; done += MOST_WRITES) {
      SharingCampaign campaign = new SharingCampaign(engine, seed.derive(done));
      campaign.run(Math.min(MOST_WRITES, writes - done) / 2);
      readCount += campaign.readCount();
    }

    System.out.println("values read while others wrote: " + readCount);
    assertThat(readCount).isGreaterThan(1_000);
  }

  @Test
  final void aLoanKeepsItsBytesWhileTheirPlaceIsGivenUp() throws InterruptedException {
    new LoanCampaign(engine).run(100);
  }
}

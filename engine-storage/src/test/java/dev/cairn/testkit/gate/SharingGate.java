package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link SharingCampaign} and {@link LoanCampaign} as tests. */
@Gate
public abstract class SharingGate {
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
    SharingCampaign campaign = new SharingCampaign(engine, Seeds.given(0x54a4e));

    campaign.run(writes / 2);

    System.out.println("values read while others wrote: " + campaign.readCount());
    assertThat(campaign.readCount()).isGreaterThan(1_000);
  }

  @Test
  final void aLoanKeepsItsBytesWhileTheirPlaceIsGivenUp() throws InterruptedException {
    new LoanCampaign(engine).run(100);
  }
}

package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.gate.DamageCampaign.Ending;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SalvageCampaign} as a test. */
@Tag("gate")
public abstract class SalvageGate {
  private final EngineFixture engine;
  private final int step;

  /**
   * Makes the test.
   *
   * @param engine whose stores are harmed
   * @param scale how far apart harms are; {@code cairn.salvageStep} says otherwise
   */
  protected SalvageGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.step = scale.count("cairn.salvageStep", 120, 1);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  final void aFlippedBitCostsWhatItsChecksumCovers(Ending ending) throws InterruptedException {
    salvage(ending, campaign -> campaign.flip(step));
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  final void aCutFileGivesWhatIsLeft(Ending ending) throws InterruptedException {
    salvage(ending, campaign -> campaign.cut(2 * step));
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  final void aMissingFileCostsNoMoreThanItHeld(Ending ending) throws InterruptedException {
    salvage(ending, SalvageCampaign::remove);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  final void whatTheDiskDoesNotGiveCostsNoMoreThanItHeld(Ending ending)
      throws InterruptedException {
    salvage(ending, SalvageCampaign::makeUnreadable);
  }

  private void salvage(Ending ending, Consumer<SalvageCampaign> plan) throws InterruptedException {
    SalvageCampaign campaign = new SalvageCampaign(engine, Seeds.given(0x5a17a6e), ending);
    plan.accept(campaign);

    Crew.run(campaign::run);

    assertThat(campaign.harmCount()).isPositive();
  }
}

package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.DamageCampaign.Ending;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SalvageCampaign} as a test. */
@Gate
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

  /** What is planned. */
  private enum Plan {
    FLIP,
    CUT,
    REMOVE,
    MAKE_UNREADABLE
  }

  @ParameterizedTest
  @EnumSource
  final void aFlippedBitCostsWhatItsChecksumCovers(Ending ending) {
    salvage(ending, Plan.FLIP);
  }

  @ParameterizedTest
  @EnumSource
  final void aCutFileGivesWhatIsLeft(Ending ending) {
    salvage(ending, Plan.CUT);
  }

  @ParameterizedTest
  @EnumSource
  final void aMissingFileCostsNoMoreThanItHeld(Ending ending) {
    salvage(ending, Plan.REMOVE);
  }

  @ParameterizedTest
  @EnumSource
  final void whatTheDiskDoesNotGiveCostsNoMoreThanItHeld(Ending ending) {
    salvage(ending, Plan.MAKE_UNREADABLE);
  }

  private void salvage(Ending ending, Plan plan) {
    int harms =
        (int)
            Confined.call(
                SalvageGate.class,
                "run",
                engine.getClass().getName(),
                Seeds.given(0x5a17a6e).value(),
                ending.name(),
                plan.name(),
                step);

    assertThat(harms).isPositive();
  }

  /** How many harms were done. */
  private static int run(String fixture, long seed, String ending, String plan, int step)
      throws Exception {
    SalvageCampaign campaign =
        new SalvageCampaign(EngineFixture.named(fixture), new Seed(seed), Ending.valueOf(ending));
    switch (Plan.valueOf(plan)) {
      case FLIP -> campaign.flip(step);
      case CUT -> campaign.cut(2 * step - 1);
      case REMOVE -> campaign.remove();
      case MAKE_UNREADABLE -> campaign.makeUnreadable();
    }
    Crew.run(campaign::run);
    return campaign.harmCount();
  }
}

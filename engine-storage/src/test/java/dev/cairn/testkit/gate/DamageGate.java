package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.gate.DamageCampaign.Ending;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link DamageCampaign} as a test. */
@Tag("gate")
public abstract class DamageGate {
  private final EngineFixture engine;
  private final int bitsOfByte;

  /**
   * Makes the test.
   *
   * @param engine whose stores are harmed
   * @param scale how many bits of each byte are flipped; {@code cairn.damagedBits} says otherwise
   */
  protected DamageGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.bitsOfByte = scale.count("cairn.damagedBits", 1, 8);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  final void aFlippedBitIsNoticedOrHarmless(Ending ending) throws InterruptedException {
    harm(ending, campaign -> campaign.flip(bitsOfByte));
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  final void aCutFileIsNoticedOrHarmless(Ending ending) throws InterruptedException {
    harm(ending, DamageCampaign::cut);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  final void aMissingFileIsNoticedOrHarmless(Ending ending) throws InterruptedException {
    harm(ending, DamageCampaign::remove);
  }

  private void harm(Ending ending, Consumer<DamageCampaign> plan) throws InterruptedException {
    DamageCampaign campaign = new DamageCampaign(engine, Seeds.given(0xda3a6e), ending);
    plan.accept(campaign);

    Crew.run(campaign::run);

    System.out.println(ending);
    campaign.outcomes().forEach((what, count) -> System.out.println("  " + what + ": " + count));
    assertThat(campaign.outcomes().keySet()).anyMatch(what -> what.contains("DETECTED"));
  }
}

package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.DamageCampaign.Ending;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link DamageCampaign} as a test. */
@Gate
public abstract class DamageGate {
  private final EngineFixture engine;
  private final int bitsOfByte;
  private final int zeroStep;
  private final Set<String> shortcuts;

  /**
   * Makes the test.
   *
   * @param engine whose stores are harmed
   * @param scale how many bits of each byte are flipped, and of how many of the zeros behind what
   *     was written; {@code cairn.damagedBits} and {@code cairn.damagedZeros} say otherwise
   */
  protected DamageGate(EngineFixture engine, Scale scale) {
    this(engine, scale, Set.of());
  }

  /**
   * Makes the test for an engine that has files which a store can do without.
   *
   * @param engine whose stores are harmed
   * @param scale as above
   * @param shortcuts those files, no harm to which need be noticed
   */
  protected DamageGate(EngineFixture engine, Scale scale, Set<String> shortcuts) {
    this.engine = engine;
    this.shortcuts = shortcuts;
    this.bitsOfByte = scale.count("cairn.damagedBits", 1, 8);
    this.zeroStep = scale.count("cairn.damagedZeros", 8, 1);
  }

  /** What is planned. */
  private enum Plan {
    FLIP,
    CUT,
    REMOVE,
    MISDIRECT
  }

  @ParameterizedTest
  @EnumSource
  final void aFlippedBitIsNoticedOrHarmless(Ending ending) {
    harm(ending, Plan.FLIP);
  }

  @ParameterizedTest
  @EnumSource
  final void aCutFileIsNoticedOrHarmless(Ending ending) {
    harm(ending, Plan.CUT);
  }

  @ParameterizedTest
  @EnumSource
  final void aMissingFileIsNoticedOrHarmless(Ending ending) {
    harm(ending, Plan.REMOVE);
  }

  @ParameterizedTest
  @EnumSource
  final void aMisdirectedWriteIsNoticedOrHarmless(Ending ending) {
    harm(ending, Plan.MISDIRECT);
  }

  private void harm(Ending ending, Plan plan) {
    Map<?, ?> outcomes =
        (Map<?, ?>)
            Confined.call(
                engine,
                DamageGate.class,
                "run",
                engine.getClass().getName(),
                Seeds.given(0xda3a6e).value(),
                ending.name(),
                plan.name(),
                bitsOfByte,
                zeroStep,
                shortcuts);

    System.out.println(ending);
    outcomes.forEach((what, count) -> System.out.println("  " + what + ": " + count));
    assertThat(outcomes.keySet()).anyMatch(what -> what.toString().contains("DETECTED"));
  }

  /** What became of the harms. */
  private static Map<String, Integer> run(
      String fixture,
      long seed,
      String ending,
      String plan,
      int bitsOfByte,
      int zeroStep,
      Set<String> shortcuts)
      throws Exception {
    DamageCampaign campaign =
        new DamageCampaign(EngineFixture.named(fixture), new Seed(seed), Ending.valueOf(ending));
    switch (Plan.valueOf(plan)) {
      case FLIP -> campaign.flip(bitsOfByte, zeroStep);
      case CUT -> campaign.cut(zeroStep);
      case REMOVE -> campaign.remove();
      case MISDIRECT -> campaign.misdirect();
    }
    Crew.run(campaign::run);
    if (Plan.valueOf(plan) == Plan.FLIP) { // Every byte of each file is among them.
      campaign.requireEachFileNoticed(shortcuts);
    }
    return campaign.outcomes();
  }
}

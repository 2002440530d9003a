package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.SalvageReport;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.DamageCampaign.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SalvageCampaign} as a test. */
@Gate
public abstract class SalvageGate {
  private static final int SMALL_PAIRS = 150;
  private static final int SMALL_VALUE_BYTES = 8_000;
  private static final int LARGE_VALUE_BYTES = 60_000;

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

  /** More than a fixture's store may have in memory, and one pair that is large in it. */
  @Test
  final void aNewStoreWithASmallBudgetTakesAll() {
    MemoryVfs files = new MemoryVfs();
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      store.put(key(-1), new byte[LARGE_VALUE_BYTES]);
      for (int i = 0; i < SMALL_PAIRS; i++) {
        store.put(key(i), new byte[SMALL_VALUE_BYTES]);
      }
    }

    try (KeyValueStore target = engine.open(new MemoryVfs(), Durability.PROCESS)) {
      assertThat(Salvage.run(files, target, engine.salvage(), _ -> {}))
          .isEqualTo(new SalvageReport(SMALL_PAIRS + 1, 0, 0));
      assertThat(target.get(key(-1))).hasSize(LARGE_VALUE_BYTES);
      for (int i = 0; i < SMALL_PAIRS; i++) {
        assertThat(target.get(key(i))).hasSize(SMALL_VALUE_BYTES);
      }
    }
  }

  private static byte[] key(int number) {
    return Bytes.of("key " + number).toArray();
  }

  private void salvage(Ending ending, Plan plan) {
    int harms =
        (int)
            Confined.call(
                engine,
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

package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.ModelContract;
import dev.cairn.testkit.Seed;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link ModelCampaign} as a test, and {@link ModelContract} on a real disk. */
public abstract class ModelGate extends ModelContract {
  private final List<? extends EngineFixture> variants;
  private final int operations;

  /**
   * Makes the test.
   *
   * @param variants ways of opening the engine's stores, of which the first is the default
   * @param scale how many operations there are; {@code cairn.modelOperations} says otherwise
   */
  protected ModelGate(List<? extends EngineFixture> variants, Scale scale) {
    this.variants = variants;
    this.operations = scale.count("cairn.modelOperations", 930_000, 200_000_000);
  }

  @Override
  protected KeyValueStore open(Path directory) {
    return variants.getFirst().open(directory, Durability.MEMORY);
  }

  @Test
  @Gate
  final void agreesWithModelOverVeryManyOperations() {
    Confined.call(
        variants.getFirst(),
        ModelGate.class,
        "compare",
        getClass().getName(),
        Seeds.given(0x30de1).value());
  }

  /** Compares as another gate would, whose variants are of other classes. */
  private static void compare(String gate, long seed) throws Exception {
    Constructor<?> constructor = Class.forName(gate).getDeclaredConstructor();
    constructor.setAccessible(true);
    ModelGate twin = (ModelGate) constructor.newInstance();
    ModelCampaign campaign = new ModelCampaign(twin.variants, new Seed(seed));
    try {
      Crew.run(() -> campaign.run(twin.operations));
    } catch (AssertionError failure) {
      throw new AssertionError(failure.getMessage() + "\n" + campaign.shrinkFailure(), failure);
    }
  }
}

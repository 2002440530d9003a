package dev.cairn.testkit.gate;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link InterruptCampaign} as a test. */
@Gate
public abstract class InterruptGate {
  private final EngineFixture engine;
  private final int interrupts;

  /**
   * Makes the test.
   *
   * @param engine whose users are interrupted
   * @param scale how often; {@code cairn.interrupts} says otherwise
   */
  protected InterruptGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.interrupts = scale.count("cairn.interrupts", 4_000, 100_000);
  }

  @Test
  final void anInterruptHarmsNothing(@TempDir Path directory) {
    new InterruptCampaign(engine, directory, Seeds.given(0x1e44)).run(interrupts);
  }
}

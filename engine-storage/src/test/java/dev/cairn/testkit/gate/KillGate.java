package dev.cairn.testkit.gate;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link KillCampaign} as a test. */
@Tag("gate")
public abstract class KillGate {
  private final EngineFixture engine;
  private final int rounds;

  /**
   * Makes the test.
   *
   * @param engine whose processes are killed
   * @param scale how many are; {@code cairn.killRounds} says otherwise
   */
  protected KillGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.rounds = scale.count("cairn.killRounds", 60, 10_000);
  }

  @Test
  final void promisedWritesSurviveTheProcess(@TempDir Path directory) throws Exception {
    new KillCampaign(engine, directory, Seeds.given(0x1c111)).run(rounds);
  }
}

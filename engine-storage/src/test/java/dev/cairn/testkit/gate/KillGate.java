package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link KillCampaign} as a test, on two stores side by side. */
@Gate
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
    this.rounds = scale.count("cairn.killRounds", 20, 10_000);
  }

  @Test
  final void promisedWritesSurviveTheProcess(@TempDir Path directory) throws Exception {
    Seed base = Seeds.given(0x1c111);
    AtomicInteger stores = new AtomicInteger();
    AtomicInteger kills = new AtomicInteger();

    Crew.run(() -> {
      int store = stores.getAndIncrement();
      Path home = Files.createDirectory(directory.resolve("" + store));
      KillCampaign campaign = new KillCampaign(engine, home, base.derive(store));
      campaign.run((rounds + 1) / 2);
      kills.addAndGet(campaign.roundCount());
    });

    assertThat(kills.get()).isGreaterThanOrEqualTo(rounds);
  }
}

package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.sabotage;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.Seed;
import dev.cairn.testkit.edit.EditingLoader;
import dev.cairn.testkit.gate.KillCampaign;
import dev.cairn.testkit.gate.KillGate;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.vfs.TemporaryDirectory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A hash store outlives its process. */
class HashKillTest extends KillGate {
  /** Its first kill finds it in most runs. */
  private static final Seed SEED = new Seed(6);

  /** Many more than it takes: the last thing that a writer does may have forced all before. */
  private static final int MOST_KILLS = 12;

  HashKillTest() {
    super(new HashFixture(), Scale.BUILD);
  }

  @Test
  void writersThatKeepLessThanTheyPromiseAreNoticed() {
    assertThatThrownBy(() ->
            EditingLoader.run(
                Map.of(
                    KillCampaign.class.getName(), sabotage("writeAndKill", "name", "onlyMemory")),
                HashKillTest.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no state after");
  }

  static int run() throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      KillCampaign campaign = new KillCampaign(new HashFixture(), directory.path(), SEED);
      campaign.run(MOST_KILLS);
      return campaign.roundCount();
    }
  }
}

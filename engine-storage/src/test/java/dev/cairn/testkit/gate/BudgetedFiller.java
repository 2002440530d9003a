package dev.cairn.testkit.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that fills a store, and says how much memory the store counted at most, how much it was
 * allowed, and how much the system gave to the process in addition at most.
 */
final class BudgetedFiller {
  private BudgetedFiller() {}

  /** The arguments: the engine's fixture, the directory, how many bytes. */
  public static void main(String[] arguments) throws Exception {
    BudgetCampaign campaign =
        new BudgetCampaign(
            EngineFixture.named(arguments[0]),
            Path.of(arguments[1]),
            BudgetedFiller::anonymousBytes);
    campaign.run(Long.parseLong(arguments[2]));
    System.out.println(
        campaign.countedBytes() + " " + campaign.allowedBytes() + " " + campaign.givenBytes());
  }

  /**
   * Memory of the process that no file is behind: the heap, which is all there from the beginning,
   * and what is off the heap. 0 where the system does not say.
   */
  private static long anonymousBytes() {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("RssAnon:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

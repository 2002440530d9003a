package dev.cairn.cli;

import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.SalvageReport;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Interruption;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn salvage}: brings what is intact of a damaged store into a new one. */
@Command(
    name = "salvage",
    header = "Bring what is intact of a damaged store into a new one.",
    description = {
      "Takes of each key the newest version whose bytes are whole, and invents none. Prints one"
          + " line for each damage: where it is, what it means, and the keys that are concerned as"
          + " far as that can be known; then how much came out. The damaged store stays as it is.",
      "",
      "Ends with 0 if nothing is missing, and with 1 if pairs may be lost, old or back again, or if"
          + " there are writes of which nothing says that they were forced, as after a crash.",
      "",
      "If the file STORE is damaged, --engine says whose the store is."
    },
    footer = {"  cairn verify store || cairn salvage store rescued"})
final class SalvageCommand implements Callable<Integer> {
  private final Session session;
  private boolean isComplete = true;

  @Mixin private final StoreArgument store = new StoreArgument();

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "The new store's directory; absent or empty.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private Path target;

  SalvageCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    SalvageReport report = salvage();
    session.print(
        target
            + ": "
            + Figures.count(report.pairCount())
            + " entries; "
            + Figures.count(report.damageCount())
            + " damages, "
            + Figures.count(report.lostBytes())
            + " bytes that may have held entries\n");
    return isComplete ? ExitCode.OK : ExitCode.MISMATCH;
  }

  private SalvageReport salvage() throws IOException {
    // A session that ends waits until what has come out is gone again.
    try (Held<Interruption> _ = session.hold(new Interruption())) {
      try {
        return store.salvage(session, target, this::print);
      } catch (RuntimeException failure) {
        if (session.isEnding()) {
          session.say("salvage stopped: " + target + " holds nothing but LOCK");
        }
        throw failure;
      }
    }
  }

  private void print(Damage damage) {
    session.requireGoingOn();
    isComplete &= damage.consequence() == Consequence.NONE;
    try {
      session.print(DamageText.of(damage) + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.cairn.internal.log;

import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.internal.salvage.SalvageOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of damage to a log. What is missing from where on nothing says that the log had been on the
 * device looks as a crash leaves it; whether something says so is known at the end only.
 */
final class LogDamages {
  /** What is missing, and from which position of the log on. */
  private record Missing(Damage damage, long position) {}

  private final SalvageOutput output;
  private final List<Missing> undecided = new ArrayList<>();
  private long forcedPosition;

  LogDamages(SalvageOutput output) {
    this.output = output;
  }

  /** Takes note that something says that the log was on the device up to a position. */
  void noteForced(long position) {
    forcedPosition = Math.max(forcedPosition, position);
  }

  void add(Damage damage, long position) {
    if (damage.consequence() == Consequence.NONE || position < forcedPosition) {
      output.damaged(damage);
    } else {
      undecided.add(new Missing(damage, position));
    }
  }

  /** Tells of the rest, when all that there is has been seen. */
  void finish() {
    for (Missing missing : undecided) {
      output.damaged(
          missing.position < forcedPosition
              ? missing.damage
              : missing.damage.meaning(Consequence.UNFORCED));
    }
    undecided.clear();
  }
}

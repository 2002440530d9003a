package dev.cairn.testkit.mutant;

import dev.cairn.testkit.Hang;
import dev.cairn.testkit.edit.EditingLoader;
import dev.cairn.testkit.gate.EngineFixture;
import java.nio.file.Path;

/** One hunt. It is loaded by a {@link EditingLoader} together with the engine that it hunts in. */
final class Trial {
  private Trial() {}

  /**
   * Hunts up to a limit, and returns how far it came and, if it killed, by what. Only types of the
   * JDK, because the caller knows other classes of the same names.
   */
  static Object[] run(String fixture, String killer, int firstRun, long limit, String directory)
      throws Throwable {
    Killer.Hunt hunt =
        Killer.valueOf(killer).hunt(EngineFixture.named(fixture), Path.of(directory), firstRun);
    Throwable failure = null;
    try {
      hunt.run().run(limit);
    } catch (Exception | AssertionError found) {
      failure = found;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LinkageError || cause instanceof Hang) {
        throw cause; // The edit made no program, or the machine is slow.
      }
    }
    return new Object[] {hunt.count().getAsLong(), failure};
  }
}

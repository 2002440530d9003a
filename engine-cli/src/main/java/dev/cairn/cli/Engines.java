package dev.cairn.cli;

import dev.cairn.Stores;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import java.util.List;

/** The engines that are there. */
final class Engines {
  private Engines() {}

  /** Refuses a name that no engine has, before anything is done. */
  static void require(String name) {
    List<String> names = Stores.engines();
    if (!names.contains(name)) {
      throw new CommandFailure(
          ExitCode.USAGE, "no engine '" + name + "': expected one of " + String.join(", ", names));
    }
  }
}

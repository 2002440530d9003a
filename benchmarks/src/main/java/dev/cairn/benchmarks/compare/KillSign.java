package dev.cairn.benchmarks.compare;

import java.util.Optional;

/**
 * A line by which a task that writes says that it may be killed from now on.
 *
 * @param acknowledged writes that it has done until then
 */
record KillSign(long acknowledged) {
  private static final String MARK = "kill me after\t";

  String toLine() {
    return MARK + acknowledged;
  }

  static Optional<KillSign> ofLine(String line) {
    return line.startsWith(MARK)
        ? Optional.of(new KillSign(Long.parseLong(line.substring(MARK.length()))))
        : Optional.empty();
  }
}

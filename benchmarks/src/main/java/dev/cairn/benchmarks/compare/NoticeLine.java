package dev.cairn.benchmarks.compare;

import java.util.Optional;

/** Remarks about figures. They cross from the measuring JVM to its parent as lines of text. */
final class NoticeLine {
  private static final String MARK = "notice\t";

  private NoticeLine() {}

  static String toLine(String text) {
    return MARK + text;
  }

  static Optional<String> ofLine(String line) {
    return line.startsWith(MARK) ? Optional.of(line.substring(MARK.length())) : Optional.empty();
  }
}

package dev.cairn.benchmarks.compare;

import java.util.Optional;

/**
 * One measured number. It crosses from the measuring JVM to its parent as a line of text.
 *
 * @param name what was measured
 * @param unit what it counts
 * @param detail how closely it looks
 * @param scope with which stores it may be compared
 * @param value the number
 */
record Figure(String name, Unit unit, Detail detail, Scope scope, double value) {
  private static final String MARK = "figure";
  private static final String SEPARATOR = "\t";

  String toLine() {
    return String.join(
        SEPARATOR, MARK, name, unit.name(), detail.name(), scope.name(), Double.toString(value));
  }

  /** The number and what it counts. */
  String text() {
    return (unit.format(value) + " " + unit.symbol()).strip();
  }

  /** The figure in a line of output, if the line is one: the JVM and the stores print there too. */
  static Optional<Figure> ofLine(String line) {
    String[] parts = line.split(SEPARATOR, -1);
    if (!parts[0].equals(MARK)) {
      return Optional.empty();
    }
    return Optional.of(
        new Figure(
            parts[1],
            Unit.valueOf(parts[2]),
            Detail.valueOf(parts[3]),
            Scope.valueOf(parts[4]),
            Double.parseDouble(parts[5])));
  }
}

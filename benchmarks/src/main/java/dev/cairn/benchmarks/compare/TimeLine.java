package dev.cairn.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How operations went over time. It crosses from the measuring JVM to its parent as a line of text.
 *
 * @param name what was measured
 * @param slots one after another
 */
record TimeLine(String name, List<Latencies.Slot> slots) {
  private static final String MARK = "timeline";
  private static final String SEPARATOR = "\t";
  private static final String BETWEEN_NUMBERS = ":";

  String toLine() {
    StringBuilder line = new StringBuilder(MARK).append(SEPARATOR).append(name);
    for (Latencies.Slot slot : slots) {
      line.append(SEPARATOR)
          .append(slot.count())
          .append(BETWEEN_NUMBERS)
          .append(slot.longestNanos());
    }
    return line.toString();
  }

  static Optional<TimeLine> ofLine(String line) {
    String[] parts = line.split(SEPARATOR, -1);
    if (!parts[0].equals(MARK)) {
      return Optional.empty();
    }
    List<Latencies.Slot> slots = new ArrayList<>();
    for (String part : List.of(parts).subList(2, parts.length)) {
      String[] numbers = part.split(BETWEEN_NUMBERS, -1);
      slots.add(new Latencies.Slot(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
    }
    return Optional.of(new TimeLine(parts[1], slots));
  }
}

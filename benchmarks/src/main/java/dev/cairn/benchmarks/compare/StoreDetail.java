package dev.cairn.benchmarks.compare;

import java.util.Optional;

/**
 * A number that a store itself counts. It crosses from the measuring JVM to its parent as a line of
 * text.
 *
 * @param name the store's name for it
 * @param value the number
 */
record StoreDetail(String name, long value) {
  private static final String MARK = "detail";
  private static final String SEPARATOR = "\t";

  String toLine() {
    return String.join(SEPARATOR, MARK, name, Long.toString(value));
  }

  static Optional<StoreDetail> ofLine(String line) {
    String[] parts = line.split(SEPARATOR, -1);
    return parts[0].equals(MARK)
        ? Optional.of(new StoreDetail(parts[1], Long.parseLong(parts[2])))
        : Optional.empty();
  }
}

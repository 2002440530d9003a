package dev.cairn.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How numbers are written on the command line. */
public enum Quantity {
  /** Things that are counted: k and m are a thousand and a million. */
  COUNT(1_000),

  /** Bytes: k, m and g are 1024 and its powers. */
  BYTES(1 << 10);

  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,12})([kKmMgG]?)");

  private final long kilo;

  Quantity(long kilo) {
    this.kilo = kilo;
  }

  /**
   * Reads a number.
   *
   * @param text digits, and perhaps a letter
   * @return the number, at least 1
   * @throws IllegalArgumentException if the text is none
   */
  public long parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.replace("_", ""));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "': expected a number such as 100 or 500k");
    }
    long factor =
        switch (matcher.group(2)) {
          case "k", "K" -> kilo;
          case "m", "M" -> kilo * kilo;
          case "g", "G" -> kilo * kilo * kilo;
          default -> 1;
        };
    long number = Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
    if (number == 0) {
      throw new IllegalArgumentException("'" + text + "': expected at least 1");
    }
    return number;
  }
}

package dev.cairn.benchmarks.compare;

import java.util.Arrays;
import java.util.Locale;

/** What a figure counts, and whether more of it is better. */
public enum Unit {
  /** Thousands a second. */
  KILO_PER_SECOND("k/s", true, 1),

  /** Times as much as was asked for. */
  AMPLIFICATION("x", false, 2),

  /** Microseconds. */
  MICROS("µs", false, 1),

  /** Milliseconds. */
  MILLIS("ms", false, 1),

  /** Millions of bytes. */
  MEGABYTES("MB", false, 1),

  /** Bytes for each pair. */
  BYTES_PER_PAIR("B/pair", false, 1),

  /** Things. */
  COUNT("", false, 0);

  private final String symbol;
  private final boolean moreIsBetter;
  private final int decimals;

  Unit(String symbol, boolean moreIsBetter, int decimals) {
    this.symbol = symbol;
    this.moreIsBetter = moreIsBetter;
    this.decimals = decimals;
  }

  /**
   * Finds a unit.
   *
   * @param symbol its symbol
   * @return the unit
   * @throws IllegalArgumentException if there is none of that symbol
   */
  public static Unit ofSymbol(String symbol) {
    return Arrays.stream(values())
        .filter(unit -> unit.symbol.equals(symbol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unit '" + symbol + "' is unknown"));
  }

  /**
   * How it is written behind a number.
   *
   * @return the symbol
   */
  public String symbol() {
    return symbol;
  }

  /**
   * A number of it, as tables show it.
   *
   * @param value the number
   * @return its text without the symbol
   */
  public String format(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /**
   * How many times better one number is than another.
   *
   * @param ours the one
   * @param theirs the other
   * @return above 1 if the one is better, whatever the unit
   */
  public double advantage(double ours, double theirs) {
    return moreIsBetter ? ours / theirs : theirs / ours;
  }
}

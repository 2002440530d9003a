package dev.cairn.benchmarks.compare;

import java.util.Locale;

/** What a figure counts, and whether more of it is better. */
enum Unit {
  KILO_PER_SECOND("k/s", true, 1),
  AMPLIFICATION("x", false, 2),
  MICROS("us", false, 1),
  MILLIS("ms", false, 1),
  MEGABYTES("MB", false, 1),
  BYTES_PER_PAIR("B/pair", false, 1),
  COUNT("", false, 0);

  private final String symbol;
  private final boolean moreIsBetter;
  private final int decimals;

  Unit(String symbol, boolean moreIsBetter, int decimals) {
    this.symbol = symbol;
    this.moreIsBetter = moreIsBetter;
    this.decimals = decimals;
  }

  String symbol() {
    return symbol;
  }

  String format(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** How many times better the first is than the second; above 1 is better, whatever the unit. */
  double advantage(double ours, double theirs) {
    return moreIsBetter ? ours / theirs : theirs / ours;
  }
}

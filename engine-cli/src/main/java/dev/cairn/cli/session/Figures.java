package dev.cairn.cli.session;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How numbers are written for people. The same in every locale. */
public final class Figures {
  private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final double MEGABYTE = 1e6;

  private Figures() {}

  /**
   * A count.
   *
   * @param count how many
   * @return such as {@code 1,234,567}
   */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * A size.
   *
   * @param bytes how many bytes, not negative
   * @return such as {@code 4.2 MiB}
   */
  public static String bytes(long bytes) {
    int unit = 0;
    double amount = bytes;
    while (amount >= 1024 && unit < BINARY_UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, BINARY_UNITS[unit]);
  }

  /**
   * How much was done in a second.
   *
   * @param amount how much was done in all
   * @param nanos in how many nanoseconds
   * @return the amount per second, 0 if no time has passed
   */
  public static long perSecond(long amount, long nanos) {
    return nanos <= 0 ? 0 : Math.round(amount / (double) nanos * TimeUnit.SECONDS.toNanos(1));
  }

  /**
   * A throughput in megabytes of 1,000,000 bytes a second, as device makers count.
   *
   * @param bytes how many bytes
   * @param nanos in how many nanoseconds
   * @return such as {@code 120.4}
   */
  public static String megabytesPerSecond(long bytes, long nanos) {
    return String.format(Locale.ROOT, "%.1f", perSecond(bytes, nanos) / MEGABYTE);
  }

  /**
   * A short time.
   *
   * @param nanos in nanoseconds
   * @return in microseconds, such as {@code 12.4}
   */
  public static String micros(long nanos) {
    return String.format(Locale.ROOT, nanos < 100_000 ? "%.2f" : "%.0f", nanos / 1e3);
  }

  /**
   * A time.
   *
   * @param nanos in nanoseconds
   * @return such as {@code 12 ms}, {@code 3.4 s} or {@code 4 min 10 s}
   */
  public static String time(long nanos) {
    double seconds = nanos / 1e9;
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole / 60 + " min " + whole % 60 + " s";
  }
}

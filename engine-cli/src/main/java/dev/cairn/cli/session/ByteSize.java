package dev.cairn.cli.session;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it.
 *
 * @param bytes how many
 */
public record ByteSize(long bytes) {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18})\\s*([KMGT]?)(I?B)?");
  private static final String UNITS = "KMGT";

  /**
   * Reads a size, in which K, M, G and T are powers of 1,024.
   *
   * @param text such as {@code 4096}, {@code 64M} or {@code 2 GiB}
   * @return the size
   * @throws IllegalArgumentException if it is none, or too large
   */
  public static ByteSize parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size: expected a number with K, M, G or T behind it, such as 512M");
    }
    int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException("'" + text + "' is too large", tooLarge);
    }
  }

  /** As it may be read again: in the largest unit of which it is a whole number. */
  @Override
  public String toString() {
    int power = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.length());
    return power == 0
        ? Long.toString(bytes)
        : (bytes >> (10 * power)) + "" + UNITS.charAt(power - 1);
  }
}

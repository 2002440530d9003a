package dev.cairn.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of an option that is a count, in which K and M are a thousand and a million. */
final class CountConverter implements ITypeConverter<Long> {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,12})([KM]?)");

  @Override
  public Long convert(String text) {
    Matcher matcher = SYNTAX.matcher(text.toUpperCase(Locale.ROOT).replace("_", ""));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no count: expected a number with K or M behind it, such as 500K");
    }
    long factor =
        switch (matcher.group(2)) {
          case "K" -> 1_000;
          case "M" -> 1_000_000;
          default -> 1;
        };
    return Long.parseLong(matcher.group(1)) * factor;
  }
}

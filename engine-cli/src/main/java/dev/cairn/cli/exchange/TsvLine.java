package dev.cairn.cli.exchange;

/** A pair as {@code key<TAB>value}. */
final class TsvLine {
  private TsvLine() {}

  static void append(StringBuilder line, String key, String value) {
    escape(line, key);
    line.append('\t');
    escape(line, value);
  }

  private static void escape(StringBuilder line, String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      switch (c) {
        case '\t' -> line.append("\\t");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\\' -> line.append("\\\\");
        default -> line.append(c);
      }
    }
  }

  static Fields parse(String line) throws BadLineException {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw new BadLineException("no tab between key and value");
    }
    if (line.indexOf('\t', tab + 1) >= 0) {
      throw new BadLineException("more than one tab; a tab inside a key or value is written \\t");
    }
    return new Fields(unescape(line.substring(0, tab)), unescape(line.substring(tab + 1)));
  }

  private static String unescape(String field) throws BadLineException {
    int backslash = field.indexOf('\\');
    if (backslash < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(field.length()).append(field, 0, backslash);
    for (int i = backslash; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      if (++i == field.length()) {
        throw new BadLineException("a backslash at the end of a field; it is written \\\\");
      }
      text.append(escaped(field.charAt(i)));
    }
    return text.toString();
  }

  private static char escaped(char letter) throws BadLineException {
    return switch (letter) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case '\\' -> '\\';
      default ->
          throw new BadLineException(
              "unknown escape \\" + letter + "; there are \\t, \\n, \\r and \\\\");
    };
  }
}

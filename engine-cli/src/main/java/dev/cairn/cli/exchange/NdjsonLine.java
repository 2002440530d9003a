package dev.cairn.cli.exchange;

import dev.cairn.cli.session.Json;
import org.jspecify.annotations.Nullable;

/**
 * A pair as a JSON object of two strings: {@code {"key":"...","value":"..."}}.
 *
 * <p>Reads any way RFC 8259 has of writing such an object: spaces, escapes, the members in either
 * order. Refuses everything else, because a member that is misspelled or given twice is a mistake
 * that would lose data.
 */
final class NdjsonLine {
  private final String line;
  private int at;

  NdjsonLine(String line) {
    this.line = line;
  }

  static void append(StringBuilder line, String key, String value) {
    line.append("{\"key\":");
    Json.appendString(line, key);
    line.append(",\"value\":");
    Json.appendString(line, value);
    line.append('}');
  }

  Fields parse() throws BadLineException {
    @Nullable String key = null;
    @Nullable String value = null;
    expect('{');
    do {
      skipSpace();
      String name = string();
      expect(':');
      skipSpace();
      if (name.equals("key") && key == null) {
        key = string();
      } else if (name.equals("value") && value == null) {
        value = string();
      } else {
        throw new BadLineException(
            (name.equals("key") || name.equals("value") ? "second" : "unknown")
                + " member \""
                + Encoding.abbreviated(name)
                + '"');
      }
    } while (skipIf(','));
    expect('}');
    skipSpace();
    if (at < line.length()) {
      throw bad("the end of the line");
    }
    if (key == null || value == null) {
      throw new BadLineException("no member \"" + (key == null ? "key" : "value") + '"');
    }
    return new Fields(key, value);
  }

  private void skipSpace() {
    while (at < line.length() && " \t\r\n".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skipIf(char c) {
    skipSpace();
    if (at < line.length() && line.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws BadLineException {
    if (!skipIf(c)) {
      throw bad("'" + c + "'");
    }
  }

  private String string() throws BadLineException {
    if (at >= line.length() || line.charAt(at) != '"') {
      throw bad("a string");
    }
    int start = ++at;
    // Most strings have no escape and are a piece of the line.
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '"') {
        return line.substring(start, at++);
      }
      if (c == '\\') {
        return stringWithEscapes(start);
      }
      requireNoControl(c);
      at++;
    }
    throw bad("'\"'");
  }

  private String stringWithEscapes(int start) throws BadLineException {
    StringBuilder text = new StringBuilder().append(line, start, at);
    while (at < line.length()) {
      char c = line.charAt(at);
      requireNoControl(c);
      at++;
      if (c == '"') {
        return text.toString();
      }
      text.append(c == '\\' ? escaped() : c);
    }
    throw bad("'\"'");
  }

  private void requireNoControl(char c) throws BadLineException {
    if (c < ' ') {
      throw bad("a control character to be escaped");
    }
  }

  private char escaped() throws BadLineException {
    if (at == line.length()) {
      throw bad("the rest of an escape");
    }
    char letter = line.charAt(at++);
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> fourDigits();
      default -> {
        at--;
        throw bad("an escape that JSON has");
      }
    };
  }

  private char fourDigits() throws BadLineException {
    int code = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = at < line.length() ? hexDigit(line.charAt(at)) : -1;
      if (digit < 0) {
        throw bad("four hexadecimal digits");
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  /** ASCII digits only: {@link Character#digit} takes those of other scripts too. */
  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private BadLineException bad(String expected) {
    return new BadLineException(
        "not a JSON object: expected " + expected + " at column " + (at + 1));
  }
}

package dev.cairn.cli.session;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes JSON (RFC 8259). */
public final class Json {
  private static final String HEX_DIGITS = "0123456789abcdef";

  private Json() {}

  /**
   * A value on one line.
   *
   * @param value maps with string keys, lists, strings, booleans and finite numbers, nested at will
   * @return its JSON text
   * @throws IllegalArgumentException if there is anything else in it
   */
  public static String of(Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, Object value) {
    switch (value) {
      case String string -> appendString(text, string);
      case Boolean truth -> text.append(truth);
      case Long number -> text.append(number);
      case Integer number -> text.append(number);
      case Double number when Double.isFinite(number) -> text.append(number);
      case List<?> list -> appendList(text, list);
      case Map<?, ?> map -> appendObject(text, map);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void appendList(StringBuilder text, List<?> list) {
    text.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      append(text, items.next());
      text.append(items.hasNext() ? "," : "");
    }
    text.append(']');
  }

  private static void appendObject(StringBuilder text, Map<?, ?> map) {
    text.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> members = map.entrySet().iterator();
        members.hasNext(); ) {
      Map.Entry<?, ?> member = members.next();
      appendString(text, (String) member.getKey());
      text.append(':');
      append(text, member.getValue());
      text.append(members.hasNext() ? "," : "");
    }
    text.append('}');
  }

  /**
   * Appends a string in quotes, with only those characters escaped that must be.
   *
   * @param text where to
   * @param string the string
   */
  public static void appendString(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ') {
            text.append("\\u00")
                .append(HEX_DIGITS.charAt(c >> 4))
                .append(HEX_DIGITS.charAt(c & 15));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}

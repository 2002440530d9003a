package dev.cairn.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.cli.session.VisibleText;
import java.util.HexFormat;
import java.util.Locale;

/** How the shell writes keys and values, and reads them. */
enum Style {
  /** Text, with escapes for what text cannot show. */
  TEXT,
  /** Hexadecimal. */
  HEX;

  static Style named(String name) {
    for (Style style : values()) {
      if (style.word().equals(name)) {
        return style;
      }
    }
    throw new IllegalArgumentException("no style '" + name + "': expected text or hex");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String show(byte[] bytes) {
    return this == HEX ? HexFormat.of().formatHex(bytes) : VisibleText.of(bytes);
  }

  byte[] parse(String word) {
    if (this == TEXT) {
      return word.indexOf('\\') < 0 ? word.getBytes(UTF_8) : VisibleText.parse(word);
    }
    try {
      return HexFormat.of().parseHex(word);
    } catch (IllegalArgumentException failure) {
      throw new IllegalArgumentException("'" + word + "' is not hexadecimal", failure);
    }
  }
}

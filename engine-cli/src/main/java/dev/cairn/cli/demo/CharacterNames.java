package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of the Unicode characters. A pair is such as {@code U+0041}, {@code LATIN CAPITAL
 * LETTER A}.
 */
public final class CharacterNames implements Source {
  private static final Pattern KEY = Pattern.compile("U\\+([0-9A-F]{4,6})");

  private final int endCodePoint;

  /**
   * The names of all characters below one.
   *
   * @param endCodePoint the first code point that is left out
   */
  CharacterNames(int endCodePoint) {
    this.endCodePoint = endCodePoint;
  }

  /**
   * Every character that has a name.
   *
   * @return the source
   */
  public static CharacterNames all() {
    return new CharacterNames(Character.MAX_CODE_POINT + 1);
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    for (int codePoint = 0; codePoint < endCodePoint; codePoint++) {
      @Nullable String name = Character.getName(codePoint);
      if (name != null) {
        String key = String.format(Locale.ROOT, "U+%04X", codePoint);
        visitor.visit(key.getBytes(UTF_8), name.getBytes(UTF_8));
      }
    }
  }

  @Override
  public byte @Nullable [] valueOf(byte[] key) {
    Matcher matcher = KEY.matcher(new String(key, UTF_8));
    if (!matcher.matches()) {
      return null;
    }
    int codePoint = Integer.parseInt(matcher.group(1), 16);
    boolean written = String.format(Locale.ROOT, "U+%04X", codePoint).equals(matcher.group());
    if (!written || codePoint >= endCodePoint) {
      return null;
    }
    @Nullable String name = Character.getName(codePoint);
    return name == null ? null : name.getBytes(UTF_8);
  }
}

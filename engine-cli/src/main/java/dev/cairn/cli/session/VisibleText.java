package dev.cairn.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.HexFormat;

/**
 * Bytes as characters that a terminal shows and does not obey: UTF-8 where they are that, and
 * {@code \xff} for bytes that are not and for control characters.
 */
public final class VisibleText {
  private static final String NO_ESCAPE =
      "'%s': after \\ comes one of t, n, r, \\ or x and two digits";

  private VisibleText() {}

  /**
   * Shows bytes on one line.
   *
   * @param bytes any bytes
   * @return the characters
   */
  public static String of(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer characters = CharBuffer.allocate(bytes.length);
    StringBuilder text = new StringBuilder(bytes.length);
    CoderResult result;
    do {
      // At the end of the input a character that is cut off counts as malformed, so this makes
      // progress in each round: by at least the bytes of one bad character.
      result = decoder.decode(in, characters, true);
      characters.flip();
      characters.codePoints().forEach(character -> append(text, character));
      characters.clear();
      if (result.isError()) {
        for (int i = 0; i < result.length(); i++) {
          appendByte(text, in.get());
        }
      }
    } while (result.isError());
    return text.toString();
  }

  private static void append(StringBuilder text, int character) {
    switch (character) {
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\\' -> text.append("\\\\");
      default -> {
        if (Character.isISOControl(character)) {
          for (byte part : Character.toString(character).getBytes(UTF_8)) {
            appendByte(text, part);
          }
        } else {
          text.appendCodePoint(character);
        }
      }
    }
  }

  private static void appendByte(StringBuilder text, byte value) {
    text.append("\\x").append(HexFormat.of().toHexDigits(value));
  }

  /**
   * The bytes of a text in which {@link #of} would show them: what was shown can be typed.
   *
   * @param text characters and escapes
   * @return the bytes
   * @throws IllegalArgumentException if there is an escape that {@link #of} does not write
   */
  public static byte[] parse(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int plainStart = 0;
    for (int escape = text.indexOf('\\'); escape >= 0; escape = text.indexOf('\\', plainStart)) {
      bytes.writeBytes(text.substring(plainStart, escape).getBytes(UTF_8));
      char kind = escape + 1 < text.length() ? text.charAt(escape + 1) : ' ';
      plainStart = escape + 2;
      switch (kind) {
        case 't' -> bytes.write('\t');
        case 'n' -> bytes.write('\n');
        case 'r' -> bytes.write('\r');
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          plainStart = Math.min(escape + 4, text.length());
          bytes.writeBytes(hexByte(text.substring(escape + 2, plainStart)));
        }
        default -> throw new IllegalArgumentException(NO_ESCAPE.formatted(text));
      }
    }
    bytes.writeBytes(text.substring(plainStart).getBytes(UTF_8));
    return bytes.toByteArray();
  }

  private static byte[] hexByte(String digits) {
    if (digits.length() != 2) {
      throw new IllegalArgumentException(NO_ESCAPE.formatted("\\x" + digits));
    }
    return HexFormat.of().parseHex(digits);
  }
}

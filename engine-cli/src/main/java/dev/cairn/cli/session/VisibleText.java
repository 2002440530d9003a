package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.HexFormat;

/**
 * Bytes as characters that a terminal shows and does not obey: UTF-8 where they are that, and
 * {@code \xff} for bytes that are not and for control characters.
 */
final class VisibleText {
  private VisibleText() {}

  static String of(byte[] bytes) {
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
}

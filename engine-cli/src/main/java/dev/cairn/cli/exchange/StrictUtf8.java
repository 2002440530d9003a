package dev.cairn.cli.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/** UTF-8 that refuses what it cannot give back, where Java's strings would put a question mark. */
final class StrictUtf8 {
  private StrictUtf8() {}

  static String decode(byte[] bytes, int length) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
  }

  /** Fails on half of a surrogate pair. */
  static byte[] encode(String text) throws CharacterCodingException {
    ByteBuffer bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    byte[] exact = new byte[bytes.remaining()];
    bytes.get(exact);
    return exact;
  }
}

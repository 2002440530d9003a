package dev.cairn.map;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Comparator;

/** Strings in UTF-8, strictly: what UTF-8 cannot hold is refused, not replaced. */
final class Utf8Codec implements OrderedCodec<String> {
  private static final char REPLACEMENT = '\uFFFD';

  @Override
  public byte[] encode(String string) {
    for (int i = 0; i < string.length(); i++) {
      if (Character.isSurrogate(string.charAt(i))) {
        if (i + 1 == string.length()
            || !Character.isSurrogatePair(string.charAt(i), string.charAt(i + 1))) {
          throw new IllegalArgumentException("half a surrogate pair at index " + i);
        }
        i++;
      }
    }
    return string.getBytes(UTF_8);
  }

  @Override
  public String decode(byte[] bytes) {
    String string = new String(bytes, UTF_8);
    // Only a string that has the character may have lost something.
    return string.indexOf(REPLACEMENT) < 0 ? string : decodeStrictly(bytes);
  }

  private static String decodeStrictly(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new IllegalArgumentException("bytes that are not UTF-8", malformed);
    }
  }

  @Override
  public Comparator<String> comparator() {
    return Utf8Codec::compareCodePoints;
  }

  private static int compareCodePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // A pair stands for a code point above all that are one char.
        boolean aIsPair = Character.isSurrogate(a);
        return aIsPair == Character.isSurrogate(b) ? Character.compare(a, b) : aIsPair ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}

package dev.cairn.cli.exchange;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.HexFormat;

/** How the bytes of a key or value are written as characters. */
public enum Encoding {
  /** Base64 with padding (RFC 4648, section 4): for any bytes. */
  BASE64 {
    @Override
    String encode(byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    byte[] decode(String text) throws BadLineException {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException failure) {
        throw new BadLineException("not base64: " + failure.getMessage());
      }
    }
  },

  /** The bytes are UTF-8 and stand as they are; others are refused. */
  TEXT {
    @Override
    String encode(byte[] bytes) {
      try {
        return StrictUtf8.decode(bytes, bytes.length);
      } catch (CharacterCodingException notText) {
        throw new CommandFailure(
            ExitCode.MISMATCH,
            "not UTF-8 text: "
                + abbreviated(
                    HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, LONGEST_QUOTE)))
                + "; use --encoding base64 or hex");
      }
    }

    @Override
    byte[] decode(String text) throws BadLineException {
      try {
        return StrictUtf8.encode(text);
      } catch (CharacterCodingException halfPair) {
        throw new BadLineException("not UTF-8 text: half of a surrogate pair");
      }
    }
  },

  /** Two hexadecimal digits a byte: for any bytes. */
  HEX {
    @Override
    String encode(byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }

    @Override
    byte[] decode(String text) throws BadLineException {
      try {
        return HexFormat.of().parseHex(text);
      } catch (IllegalArgumentException failure) {
        throw new BadLineException("not hexadecimal: " + abbreviated(text));
      }
    }
  };

  private static final int LONGEST_QUOTE = 40;

  abstract String encode(byte[] bytes);

  abstract byte[] decode(String text) throws BadLineException;

  static String abbreviated(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}

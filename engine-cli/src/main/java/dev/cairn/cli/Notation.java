package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.VisibleText;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How keys and values are written on the command line and on the screen. */
final class Notation {
  /** What the JVM puts in place of bytes that are no characters in the locale. */
  private static final char REPLACEMENT = '\ufffd';

  /** At most one of the options. */
  static final class Choice {
    @Option(names = "--hex", description = "Keys and values are written in hexadecimal.")
    boolean hex;

    @Option(names = "--base64", description = "Keys and values are written in base64.")
    boolean base64;
  }

  @ArgGroup(exclusive = true)
  private @Nullable Choice choice;

  /** The bytes that an argument stands for. */
  byte[] parse(String argument) {
    try {
      if (choice != null && choice.hex) {
        return HexFormat.of().parseHex(argument);
      }
      if (choice != null && choice.base64) {
        return Base64.getDecoder().decode(argument);
      }
    } catch (IllegalArgumentException failure) {
      throw new CommandFailure(
          ExitCode.USAGE, "'" + argument + "' is not " + (choice.hex ? "hexadecimal" : "base64"));
    }
    if (argument.indexOf(REPLACEMENT) >= 0 || !UTF_8.newEncoder().canEncode(argument)) {
      // Written as it is, it would be another key than the one the user gave.
      throw new CommandFailure(
          ExitCode.USAGE, "'" + argument + "' is no text in this locale; use --hex or --base64");
    }
    return argument.getBytes(UTF_8);
  }

  /** Bytes on one line, and without tabs: whatever text cannot show is escaped. */
  String show(byte[] bytes) {
    if (choice != null && choice.hex) {
      return HexFormat.of().formatHex(bytes);
    }
    if (choice != null && choice.base64) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return VisibleText.of(bytes);
  }
}

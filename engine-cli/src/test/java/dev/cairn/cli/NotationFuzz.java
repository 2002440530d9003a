package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.VisibleText;
import dev.cairn.testkit.fuzz.FuzzGate;
import dev.cairn.testkit.fuzz.FuzzTarget;
import dev.cairn.testkit.gate.Scale;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import picocli.CommandLine;

/** An argument is the bytes that it shows, or the user's mistake; and any bytes can be shown. */
abstract class NotationFuzz extends FuzzGate {
  private static final String ALPHABET = "0123456789abcdefABCDEFz+/=- \\x\u00e4\ufffd\ud83d\ude00";
  private static final int LONGEST = 12;

  private final Notation text = new Notation();
  private final Notation hex = CommandLine.populateCommand(new Notation(), "--hex");
  private final Notation base64 = CommandLine.populateCommand(new Notation(), "--base64");

  NotationFuzz(Scale scale) {
    super(scale, 2_000);
  }

  @Override
  protected Map<String, FuzzTarget> targets() {
    return Map.of("notation", this::parseAndShow);
  }

  /** Half of them arguments, as UTF-8 or as a string's own characters, halves of pairs too. */
  @Override
  protected byte[] random(String target, SplittableRandom random) {
    if (random.nextBoolean()) {
      return super.random(target, random);
    }
    StringBuilder argument = new StringBuilder();
    for (int i = random.nextInt(LONGEST); i > 0; i--) {
      argument.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    if (random.nextBoolean()) {
      return argument.toString().getBytes(UTF_8);
    }
    ByteBuffer characters = ByteBuffer.allocate(argument.length() * Character.BYTES);
    characters.asCharBuffer().put(argument.toString());
    return characters.array();
  }

  private void parseAndShow(byte[] input) {
    String characters = ByteBuffer.wrap(input).asCharBuffer().toString();
    for (String argument : List.of(new String(input, UTF_8), characters)) {
      parse(argument);
    }
    show(input);
  }

  private void parse(String argument) {
    for (Notation notation : List.of(text, hex, base64)) {
      byte[] bytes;
      try {
        bytes = notation.parse(argument);
      } catch (CommandFailure refused) {
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        continue;
      }
      if (notation == text) {
        assertThat(new String(bytes, UTF_8)).isEqualTo(argument);
      } else {
        assertThat(notation.parse(notation.show(bytes))).isEqualTo(bytes);
      }
    }
  }

  private void show(byte[] bytes) {
    for (Notation notation : List.of(text, hex, base64)) {
      String shown = notation.show(bytes);

      assertThat(shown.chars().noneMatch(Character::isISOControl)).isTrue();
      assertThat(notation == text ? VisibleText.parse(shown) : notation.parse(shown))
          .isEqualTo(bytes);
    }
  }
}

package dev.cairn.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.fuzz.FuzzGate;
import dev.cairn.testkit.fuzz.FuzzTarget;
import dev.cairn.testkit.gate.Scale;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A line of the shell is words, or it is refused; and any words can be typed. */
abstract class WordsFuzz extends FuzzGate {
  private static final String ALPHABET = "get#\\x0f\\t'\"'\" \t\u00a0\u2003\u0000\u00e4";
  private static final String BETWEEN_WORDS = "\0";
  private static final int LONGEST = 20;

  WordsFuzz(Scale scale) {
    super(scale, 2_000);
  }

  @Override
  protected Map<String, FuzzTarget> targets() {
    return Map.of("words", WordsFuzz::read);
  }

  /** Half of them lines as they are typed. */
  @Override
  protected byte[] random(String target, SplittableRandom random) {
    if (random.nextBoolean()) {
      return super.random(target, random);
    }
    StringBuilder line = new StringBuilder();
    for (int i = random.nextInt(LONGEST); i > 0; i--) {
      line.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return line.toString().getBytes(UTF_8);
  }

  private static void read(byte[] input) {
    String text = new String(input, UTF_8);
    split(text);
    quote(List.of(text.split(BETWEEN_WORDS, -1)));
    for (Style style : Style.values()) {
      assertThat(style.parse(style.show(input))).isEqualTo(input);
      parse(style, text);
    }
  }

  private static void split(String line) {
    try {
      List<String> words = Words.of(line);

      assertThat(words).noneMatch(word -> word.length() > line.length());
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).endsWith("is not closed");
      assertThat(line).containsAnyOf("'", "\"");
    }
  }

  /** Each word in quotes, but for its own, which are in the others. */
  private static void quote(List<String> words) {
    String line =
        words.stream().map(word -> "'" + word.replace("'", "'\"'\"'") + "'").collect(joining(" "));

    assertThat(Words.of(line)).isEqualTo(words);
  }

  private static void parse(Style style, String word) {
    byte[] bytes;
    try {
      bytes = style.parse(word);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
      return;
    }
    assertThat(style.parse(style.show(bytes))).isEqualTo(bytes);
  }
}

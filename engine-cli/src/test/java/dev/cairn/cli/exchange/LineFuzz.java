package dev.cairn.cli.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.fuzz.FuzzGate;
import dev.cairn.testkit.fuzz.FuzzTarget;
import dev.cairn.testkit.gate.Scale;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** No bytes that somebody imports make a parser throw anything but that a line is bad, or hang. */
abstract class LineFuzz extends FuzzGate {
  private static final String ALPHABET = "{}\":,\\/ubtnr0fdkeyvalu\t\r\n \u00e4\u0000\ud83d\ude00";

  LineFuzz(Scale scale) {
    super(scale, 4_000);
  }

  @Override
  protected Map<String, FuzzTarget> targets() {
    return Map.of(
        "ndjson", input -> read(Format.NDJSON, input), "tsv", input -> read(Format.TSV, input));
  }

  /** Lines as the format has them, a little changed. */
  @Override
  protected byte[] random(String target, SplittableRandom random) {
    Format format = Format.valueOf(target.toUpperCase(Locale.ROOT));
    StringBuilder text = new StringBuilder();
    for (int line = random.nextInt(4); line >= 0; line--) {
      format.append(text, text(random), text(random));
      text.append('\n');
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        default -> bytes = Arrays.copyOf(bytes, at + 1);
      }
    }
    return bytes;
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    // Half a pair of surrogates is no text.
    return new String(text.toString().getBytes(UTF_8), UTF_8);
  }

  /** Each line is tried, and none twice. */
  private static void read(Format format, byte[] input) throws IOException {
    LineReader lines = new LineReader(new ByteArrayInputStream(input));
    long lineCount = 0;
    for (boolean isAtEnd = false; !isAtEnd; ) {
      try {
        @Nullable String line = lines.readLine();
        isAtEnd = line == null;
        if (line != null) {
          lineCount++;
          for (Encoding encoding : Encoding.values()) {
            decode(format, line, encoding);
          }
        }
      } catch (BadLineException notText) {
        lineCount++;
      }
      assertThat(lineCount).isEqualTo(lines.lineNumber()).isLessThanOrEqualTo(input.length);
    }
  }

  /** A pair that was read is written and read as the same again. */
  private static void decode(Format format, String line, Encoding encoding) {
    try {
      Fields fields = format.parse(line);
      StringBuilder again = new StringBuilder();
      format.append(again, fields.key(), fields.value());
      assertThat(format.parse(again.toString())).isEqualTo(fields);
      var _ = encoding.decode(fields.key());
      var _ = encoding.decode(fields.value());
    } catch (BadLineException bad) {
      assertThat(bad.getMessage()).isNotEmpty();
    }
  }
}

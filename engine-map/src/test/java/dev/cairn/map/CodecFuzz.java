package dev.cairn.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.fuzz.FuzzGate;
import dev.cairn.testkit.fuzz.FuzzTarget;
import dev.cairn.testkit.gate.Scale;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** Bytes are an encoding, and the only one of what they stand for, or they are refused. */
abstract class CodecFuzz extends FuzzGate {
  private static final int[] LIKELY_BYTES = {1, 2, 3, 4, 8, 16};

  CodecFuzz(Scale scale) {
    super(scale, 2_000);
  }

  @Override
  protected Map<String, FuzzTarget> targets() {
    return Map.of(
        "long codec",
        bytes -> assertThat(decodes(Codecs.LONG, bytes)).isEqualTo(bytes.length == Long.BYTES),
        "int codec",
        bytes -> assertThat(decodes(Codecs.INT, bytes)).isEqualTo(bytes.length == Integer.BYTES),
        "uuid codec",
        bytes -> assertThat(decodes(Codecs.UUID, bytes)).isEqualTo(bytes.length == 2 * Long.BYTES),
        "text codec",
        bytes -> assertThat(decodes(Codecs.UTF_8, bytes)).isEqualTo(isText(bytes)),
        "bytes codec",
        bytes -> assertThat(decodes(Codecs.BYTES, bytes)).isTrue());
  }

  /** A third are as long as numbers are, and a third are text. */
  @Override
  protected byte[] random(String target, SplittableRandom random) {
    byte[] bytes = super.random(target, random);
    return switch (random.nextInt(3)) {
      case 0 -> bytes;
      case 1 -> Arrays.copyOf(bytes, LIKELY_BYTES[random.nextInt(LIKELY_BYTES.length)]);
      default -> new String(bytes, UTF_8).getBytes(UTF_8);
    };
  }

  private static <T> boolean decodes(Codec<T> codec, byte[] bytes) {
    byte[] given = bytes.clone();
    T decoded;
    try {
      decoded = codec.decode(given);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).contains("bytes");
      return false;
    }
    Arrays.fill(given, (byte) 0); // Nothing may be kept of it.
    assertThat(codec.encode(decoded)).isEqualTo(bytes);
    return true;
  }

  /** What is not is replaced, by bytes that are no part of it. */
  private static boolean isText(byte[] bytes) {
    return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
  }
}

package dev.cairn.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Codecs give back what they took, and their bytes are in the order that they claim. */
class CodecsTest {
  @RandomizedTest(runs = 200)
  void longsKeepTheirOrder(Seed seed) {
    requireOrder(seed, Codecs.LONG, random -> random.nextLong() >> random.nextInt(Long.SIZE));
  }

  @RandomizedTest(runs = 200)
  void intsKeepTheirOrder(Seed seed) {
    requireOrder(seed, Codecs.INT, random -> random.nextInt() >> random.nextInt(Integer.SIZE));
  }

  @RandomizedTest(runs = 200)
  void uuidsKeepTheirOrder(Seed seed) {
    requireOrder(
        seed,
        Codecs.UUID,
        random -> new UUID(random.nextLong(-2, 2), random.nextLong() >> random.nextInt(64)));
  }

  @RandomizedTest(runs = 200)
  void stringsAreInTheOrderOfTheirCodePoints(Seed seed) {
    requireOrder(seed, Codecs.UTF_8, CodecsTest::randomString);
  }

  private static String randomString(SplittableRandom random) {
    StringBuilder string = new StringBuilder();
    for (int left = random.nextInt(4); left > 0; left--) {
      switch (random.nextInt(4)) {
        case 0 -> string.append((char) random.nextInt('a', 'd'));
        case 1 -> string.append((char) random.nextInt(0x7f0, 0x810));
        case 2 -> string.append((char) random.nextInt(0xe000, 0x10000));
        default -> string.appendCodePoint(random.nextInt(0x10000, 0x110000));
      }
    }
    return string.toString();
  }

  @RandomizedTest
  void ownCodecsKeepTheirOrder(Seed seed) {
    OrderedCodec<LocalDate> days =
        OrderedCodec.of(
            day -> Codecs.LONG.encode(day.toEpochDay()),
            bytes -> LocalDate.ofEpochDay(Codecs.LONG.decode(bytes)));

    requireOrder(seed, days, random -> LocalDate.ofEpochDay(random.nextInt(-1_000, 1_000)));
  }

  private static <T extends Comparable<? super T>> void requireOrder(
      Seed seed, OrderedCodec<T> codec, Function<SplittableRandom, T> generator) {
    SplittableRandom random = seed.random();
    T left = generator.apply(random);
    T right = generator.apply(random);
    byte[] leftBytes = codec.encode(left);
    byte[] rightBytes = codec.encode(right);
    Comparator<? super T> order = codec.comparator();

    assertThat(codec.decode(leftBytes)).isEqualTo(left);
    assertThat(Integer.signum(Arrays.compareUnsigned(leftBytes, rightBytes)))
        .as("%s and %s", left, right)
        .isEqualTo(
            Integer.signum(order == null ? left.compareTo(right) : order.compare(left, right)));
  }

  @Test
  void bytesAreCopied() {
    byte[] bytes = {1, 2};

    byte[] encoded = Codecs.BYTES.encode(bytes);
    byte[] decoded = Codecs.BYTES.decode(encoded);

    assertThat(encoded).isNotSameAs(bytes).isEqualTo(bytes);
    assertThat(decoded).isNotSameAs(encoded).isEqualTo(bytes);
    assertThat(Codecs.BYTES.comparator().compare(new byte[] {-1}, bytes)).isPositive();
  }

  @Test
  void halfASurrogatePairIsRefused() {
    for (String string : new String[] {"a\ud83d", "\ude00a", "\ud83d\ud83d\ude00"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Codecs.UTF_8.encode(string))
          .withMessageContaining("half a surrogate pair at index");
    }
  }

  @Test
  void bytesThatAreNoEncodingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.UTF_8.decode(new byte[] {'a', -1}))
        .withMessageContaining("not UTF-8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.LONG.decode(new byte[7]))
        .withMessage("long of 7 bytes: expected 8");
    assertThatIllegalArgumentException().isThrownBy(() -> Codecs.INT.decode(new byte[5]));
    assertThatIllegalArgumentException().isThrownBy(() -> Codecs.UUID.decode(new byte[15]));
    assertThat(Codecs.UTF_8.decode(Codecs.UTF_8.encode("a\ufffdb"))).isEqualTo("a\ufffdb");
  }
}

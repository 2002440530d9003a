package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreFixture;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
  private static byte[] key(int... unsignedBytes) {
    byte[] key = new byte[unsignedBytes.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) unsignedBytes[i];
    }
    return key;
  }

  @Test
  void allHasEveryKey() {
    assertThat(KeyRange.all().contains(key())).isTrue();
    assertThat(KeyRange.all().contains(key(0xff, 0xff))).isTrue();
    assertThat(KeyRange.all().isEmpty()).isFalse();
    assertThat(KeyRange.all().from()).isEmpty();
    assertThat(KeyRange.all().to()).isNull();
  }

  @Test
  void lowerEndIsInUpperIsNot() {
    KeyRange range = KeyRange.of(key(1), key(3));

    assertThat(range.contains(key(0, 0xff))).isFalse();
    assertThat(range.contains(key(1))).isTrue();
    assertThat(range.contains(key(2, 0xff))).isTrue();
    assertThat(range.contains(key(3))).isFalse();
    assertThat(range.contains(key(3, 0))).isFalse();
    assertThat(KeyRange.from(key(2)).contains(key(2))).isTrue();
    assertThat(KeyRange.from(key(2)).contains(key(1))).isFalse();
    assertThat(KeyRange.to(key(2)).contains(key(2))).isFalse();
    assertThat(KeyRange.to(key(2)).contains(key())).isTrue();
  }

  @Test
  void bytesCompareUnsigned() {
    KeyRange range = KeyRange.of(key(0x7f), key(0x81));

    assertThat(range.contains(key(0x80))).isTrue();
    assertThat(range.isEmpty()).isFalse();
  }

  @Test
  void rangeIsEmptyUnlessUpperEndIsAboveLower() {
    assertThat(KeyRange.of(key(2), key(1)).isEmpty()).isTrue();
    assertThat(KeyRange.of(key(2), key(2)).isEmpty()).isTrue();
    assertThat(KeyRange.of(key(2), key(2, 0)).isEmpty()).isFalse();
    assertThat(KeyRange.to(key()).isEmpty()).isTrue();
    assertThat(KeyRange.from(key(0xff)).isEmpty()).isFalse();
    assertThat(KeyRange.of(key(2), key(1)).contains(key(1, 5))).isFalse();
  }

  @Test
  void prefixOfBytesThatCannotGrowHasNoUpperEnd() {
    assertThat(KeyRange.prefix(key())).isEqualTo(KeyRange.all());
    assertThat(KeyRange.prefix(key(0xff, 0xff)).to()).isNull();
    assertThat(KeyRange.prefix(key(1, 0xff, 0xff)).to()).isEqualTo(key(2));
    assertThat(KeyRange.prefix(key(1, 2)).to()).isEqualTo(key(1, 3));
    assertThat(KeyRange.prefix(key(0x7f)).to()).isEqualTo(key(0x80));
  }

  @RandomizedTest(runs = 20)
  void prefixHasJustTheKeysThatBeginSo(Seed seed) {
    RandomGenerator random = seed.random();
    for (int tries = 0; tries < 200; tries++) {
      byte[] prefix = fewBytes(random);
      byte[] key = fewBytes(random);

      boolean begins =
          key.length >= prefix.length && Arrays.equals(prefix, Arrays.copyOf(key, prefix.length));

      assertThat(KeyRange.prefix(prefix).contains(key))
          .as("%s in prefix %s", Bytes.of(key), Bytes.of(prefix))
          .isEqualTo(begins);
    }
  }

  /** Short and from six bytes only, so that one is often the beginning of another. */
  private static byte[] fewBytes(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(4)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) * 0x7f + random.nextInt(2));
    }
    return bytes;
  }

  @Test
  void arraysAreCopied() {
    byte[] from = key(1);
    byte[] to = key(3);
    KeyRange range = KeyRange.of(from, to);
    from[0] = 9;
    to[0] = 9;
    range.from()[0] = 9;
    Arrays.fill(Objects.requireNonNull(range.to()), (byte) 9);

    assertThat(range).isEqualTo(KeyRange.of(key(1), key(3)));
  }

  @Test
  void rangesWithTheSameEndsAreEqual() {
    assertThat(KeyRange.of(key(1), key(2)))
        .isEqualTo(KeyRange.prefix(key(1)))
        .hasSameHashCodeAs(KeyRange.prefix(key(1)))
        .isNotEqualTo(KeyRange.of(key(1), key(3)))
        .isNotEqualTo(KeyRange.from(key(1)))
        .isNotEqualTo("[01, 02)");
  }

  @Test
  void textShowsTheEnds() {
    assertThat(KeyRange.of(key(0x63, 0x61), key(0x63, 0x62))).hasToString("[6361, 6362)");
    assertThat(KeyRange.all()).hasToString("[, end)");
  }

  @Test
  void badEndsAreRefused() {
    byte[] tooLong = new byte[Limits.MAX_KEY_BYTES + 1];
    byte[] absent = StoreFixture.noArgument();

    assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.from(tooLong));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.to(tooLong));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.of(tooLong, key(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.of(key(1), tooLong));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.prefix(tooLong));
    assertThatNullPointerException().isThrownBy(() -> KeyRange.from(absent));
    assertThatNullPointerException().isThrownBy(() -> KeyRange.to(absent));
    assertThatNullPointerException().isThrownBy(() -> KeyRange.of(absent, key(1)));
    assertThatNullPointerException().isThrownBy(() -> KeyRange.of(key(1), absent));
    assertThatNullPointerException().isThrownBy(() -> KeyRange.prefix(absent));
  }
}

package dev.cairn.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1073741824, 1.0 GiB",
    "9223372036854775807, 8192.0 PiB"
  })
  void bytes(long bytes, String expected) {
    assertThat(Figures.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "1500000, 2 ms",
    "999000000, 999 ms",
    "1500000000, 1.5 s",
    "59000000000, 59.0 s",
    "250000000000, 4 min 10 s"
  })
  void time(long nanos, String expected) {
    assertThat(Figures.time(nanos)).isEqualTo(expected);
  }

  @Test
  void rates() {
    assertThat(Figures.perSecond(1_000, 500_000_000)).isEqualTo(2_000);
    assertThat(Figures.perSecond(1_000, 0)).isZero();
    assertThat(Figures.perSecond(Long.MAX_VALUE / 2, 1_000_000_000))
        .isCloseTo(Long.MAX_VALUE / 2, withPercentage(1));
    assertThat(Figures.megabytesPerSecond(3_000_000, 2_000_000_000)).isEqualTo("1.5");
    assertThat(Figures.micros(1_234)).isEqualTo("1.23");
    assertThat(Figures.micros(1_234_567)).isEqualTo("1235");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "4k, 4096",
    "64M, 67108864",
    "64 MiB, 67108864",
    "2GB, 2147483648",
    "1T, 1099511627776"
  })
  void sizesAsPeopleWriteThem(String text, long bytes) {
    ByteSize size = ByteSize.parse(text);

    assertThat(size.bytes()).isEqualTo(bytes);
    assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1023", "1K", "1025", "256M", "1536K", "1G", "5000T"})
  void sizesAsTheyAreShown(String text) {
    assertThat(ByteSize.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1", "1.5G", "1X", "99999999999T"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteSize.parse(text))
        .withMessageContaining("'" + text + "'");
  }
}

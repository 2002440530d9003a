package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.benchmarks.Arguments.Option;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void valuesComeBehindAnEqualsSignOrAsTheNextWord() {
    Arguments arguments = parse("--pairs=1", "a", "--pairs", "--2", "--details", "b", "--pairs=");

    assertThat(arguments.options())
        .containsExactly(
            new Option("--pairs", "1"),
            new Option("--pairs", "--2"),
            new Option("--details", ""),
            new Option("--pairs", ""));
    assertThat(arguments.others()).containsExactly("a", "b");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse("--pears=1")).hasMessageContaining("--pears=1");
    assertThatThrownBy(() -> parse("--details=yes")).hasMessageContaining("--details=yes");
    assertThatThrownBy(() -> parse("--pairs")).hasMessageContaining("value is missing");
  }

  private static Arguments parse(String... words) {
    return Arguments.of(List.of(words), Set.of("--pairs"), Set.of("--details"));
  }
}

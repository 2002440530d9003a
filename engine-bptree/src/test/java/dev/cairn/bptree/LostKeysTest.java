package dev.cairn.bptree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A key is lost if any range that was added has it. */
class LostKeysTest {
  private final LostKeys lost = new LostKeys();

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  private static KeyRange range(String from, String to) {
    return KeyRange.of(key(from), key(to));
  }

  private String lostOf(String keys) {
    StringBuilder found = new StringBuilder();
    for (String key : keys.split("")) {
      found.append(lost.contains(key(key)) ? key : "");
    }
    return found.toString();
  }

  private List<KeyRange> parts() {
    List<KeyRange> parts = new ArrayList<>();
    lost.within(key(""), null, parts::add);
    return parts;
  }

  @Test
  void partsThatDoNotOverlapStayApart() {
    lost.add(range("e", "g"));
    lost.add(range("a", "c"));
    lost.add(range("c", "d"));

    assertThat(lostOf("abcdefgh")).isEqualTo("abcef");
    assertThat(parts()).containsExactly(range("a", "c"), range("c", "d"), range("e", "g"));
  }

  @Test
  void aRangeWithinAnotherHidesNothingOfIt() {
    lost.add(range("a", "x"));
    lost.add(range("c", "d"));
    lost.add(range("a", "b"));

    assertThat(lostOf("abcdmxz")).isEqualTo("abcdm");
    assertThat(parts()).containsExactly(range("a", "x"));
  }

  @Test
  void aRangeBecomesOneWithAllThatItOverlaps() {
    lost.add(range("b", "d"));
    lost.add(range("e", "f"));
    lost.add(range("g", "k"));
    lost.add(range("m", "n"));

    lost.add(range("c", "h"));

    assertThat(parts()).containsExactly(range("b", "k"), range("m", "n"));
  }

  @Test
  void aRangeWithoutAnEndTakesAllBehindItsBeginning() {
    lost.add(range("b", "d"));
    lost.add(range("f", "g"));

    lost.add(KeyRange.from(key("c")));
    lost.add(range("y", "z"));

    assertThat(lostOf("abcyz")).isEqualTo("bcyz");
    assertThat(parts()).containsExactly(KeyRange.from(key("b")));
  }
}

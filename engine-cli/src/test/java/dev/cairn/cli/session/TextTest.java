package dev.cairn.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link Table}, {@link Json} and {@link VisibleText}. */
class TextTest {
  @Test
  void tableAlignsItsColumns() {
    Table table = new Table().words("name").figures("n", "size");

    table.row("a", "1", "10 B").row("longer", "1,000", "1 B");

    assertThat(table)
        .hasToString(
            """
            name        n  size
            a           1  10 B
            longer  1,000   1 B
            """);
  }

  @Test
  void tableWithoutHeads() {
    assertThat(new Table().words("").words("").row("a", "b")).hasToString("a  b\n");
  }

  @Test
  void tableRefusesARowOfAnotherWidth() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Table().words("a").row("b", "c"));
  }

  @Test
  void jsonNests() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("a", 1L);
    object.put("b", List.of(true, 2, 0.5, "x"));
    object.put("c", Map.of());

    assertThat(Json.of(object)).isEqualTo("{\"a\":1,\"b\":[true,2,0.5,\"x\"],\"c\":{}}");
  }

  @Test
  void jsonEscapesOnlyWhatItMust() {
    assertThat(Json.of("\"\\/\n\r\t\u0000\u001f\u007f ü😀"))
        .isEqualTo("\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f\u007f ü😀\"");
  }

  @Test
  void jsonHasNoInfinity() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.of(Double.NaN));
  }

  @Test
  void whatIsVisibleStandsForTheSameBytes() {
    byte[] bytes = new byte[512];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }

    assertThat(VisibleText.parse(VisibleText.of(bytes))).isEqualTo(bytes);
    assertThat(VisibleText.parse("ü\\x20😀")).isEqualTo("ü 😀".getBytes(UTF_8));
  }

  @Test
  void escapeThatIsNeverWrittenIsRefused() {
    for (String text : List.of("\\", "\\q", "a\\x1", "\\xzz")) {
      assertThatIllegalArgumentException().isThrownBy(() -> VisibleText.parse(text));
    }
  }
}

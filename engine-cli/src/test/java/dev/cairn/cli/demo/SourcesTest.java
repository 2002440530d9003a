package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The demo's data, and what becomes of it. */
class SourcesTest {
  private static Map<String, byte[]> contentOf(Source source) throws IOException {
    Map<String, byte[]> content = new TreeMap<>();
    source.forEach((key, value) -> content.put(new String(key, UTF_8), value));
    return content;
  }

  @Test
  void characterNames() throws IOException {
    CharacterNames names = new CharacterNames(0x180);

    Map<String, byte[]> content = contentOf(names);

    assertThat(content).hasSize(0x180);
    assertThat(content.get("U+0041")).asString(UTF_8).isEqualTo("LATIN CAPITAL LETTER A");
    assertThat(names.valueOf("U+0041".getBytes(UTF_8))).isEqualTo(content.get("U+0041"));
    for (String absent :
        new String[] {"", "U+", "U+41", "U+00041", "U+0180", "U+FFFFFF", "u+0041"}) {
      assertThat(names.valueOf(absent.getBytes(UTF_8))).as(absent).isNull();
    }
  }

  @Test
  void filesOfTheJdk() throws IOException {
    JdkImage image = JdkImage.below("/java.logging");

    Map<String, byte[]> content = contentOf(image);

    assertThat(content).hasSizeGreaterThan(50);
    String key = "/java.logging/java/util/logging/Logger.class";
    assertThat(content.get(key)).startsWith(0xca, 0xfe, 0xba, 0xbe);
    assertThat(image.valueOf(key.getBytes(UTF_8))).isEqualTo(content.get(key));
    assertThat(image.valueOf((key + "x").getBytes(UTF_8))).isNull();
    assertThat(image.valueOf("/java.base/java/lang/Object.class".getBytes(UTF_8))).isNull();
    assertThat(image.valueOf("U+0041".getBytes(UTF_8))).isNull();
  }

  @Test
  void sourcesTogether() throws IOException {
    Source names = new CharacterNames(10);
    Source files = JdkImage.below("/java.logging");
    Sources both = new Sources(List.of(files, names));

    assertThat(contentOf(both)).hasSize(contentOf(names).size() + contentOf(files).size());
    assertThat(both.valueOf("U+0001".getBytes(UTF_8)))
        .isEqualTo(names.valueOf("U+0001".getBytes(UTF_8)));
    assertThat(both.valueOf("neither".getBytes(UTF_8))).isNull();
  }

  @Test
  void aThirdMeetsEachFate() throws IOException {
    Map<Fate, Integer> counts = new EnumMap<>(Fate.class);

    new CharacterNames(30_000).forEach((key, value) -> counts.merge(Fate.of(key), 1, Integer::sum));

    assertThat(counts.keySet()).containsExactly(Fate.KEPT, Fate.DELETED, Fate.OVERWRITTEN);
    assertThat(counts.values()).allMatch(count -> count > 9_500 && count < 10_500);
  }

  @Test
  void overwrittenValueDiffersInEveryByte() {
    byte[] original = {0, 1, 127};

    assertThat(Fate.OVERWRITTEN.applyTo(original)).containsExactly(-1, -2, -128, -1);
    assertThat(Fate.OVERWRITTEN.applyTo(new byte[0])).hasSize(1);
    assertThat(Fate.KEPT.applyTo(original)).isEqualTo(original);
    assertThat(Fate.DELETED.applyTo(original)).isNull();
  }
}

package dev.cairn.cli.demo;

import static dev.cairn.cli.testkit.TestEngines.ACKNOWLEDGES_EARLY;
import static dev.cairn.cli.testkit.TestEngines.CUTS_LONG_VALUES;
import static dev.cairn.cli.testkit.TestEngines.KEEPS_DELETED;
import static dev.cairn.cli.testkit.TestEngines.MIXES_GROUPS;
import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static dev.cairn.cli.testkit.TestEngines.WALKS_TWICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.Screen;
import dev.cairn.cli.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo with a part of its data: right engines pass, and wrong ones are found out. */
@DisabledOnOs(OS.WINDOWS)
class DemoTest {
  private final Session session =
      new Session(
          InputStream.nullInputStream(),
          OutputStream.nullOutputStream(),
          new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
          Screen.LOG);

  private Demo demo(Source... sources) {
    return new Demo(session, List.of(sources), new SplittableRandom(1));
  }

  private Demo smallDemo() {
    return demo(JdkImage.below("/java.logging"), new CharacterNames(2_000));
  }

  @Test
  void rightEnginePasses() throws Exception {
    DemoReport report = smallDemo().run(List.of(PLAIN), 2);

    assertThat(report.text())
        .contains("engine ", "open killed")
        .containsPattern(PLAIN + " +2,[0-9]{3} ")
        .containsPattern("values compared, all equal; killed 2 times after [0-9,]+ acknowledged");
    assertThat(report.json())
        .startsWith("{\"engines\":[{\"engine\":\"" + PLAIN + "\",\"pairCount\":2")
        .contains("\"killCount\":2,")
        .endsWith("}]}\n");
  }

  @ParameterizedTest
  @CsvSource({
    KEEPS_DELETED + ", 'read changed, get: key '",
    CUTS_LONG_VALUES + ", 'read back, get: key '",
    WALKS_TWICE + ", 'read back: sum of the keys'",
    MIXES_GROUPS + ", 'read back, getAll: key '",
    ACKNOWLEDGES_EARLY + ", 'was acknowledged, but the last is '"
  })
  void wrongEngineIsFoundOut(String engine, String message) {
    assertThatThrownBy(() -> smallDemo().run(List.of(engine), 1))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith(engine)
        .hasMessageContaining(message);
  }

  @Test
  void nothingComparedIsNoSuccess() {
    assertThatThrownBy(() -> demo(new CharacterNames(0)).run(List.of(PLAIN), 0))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("nothing was compared");
  }
}

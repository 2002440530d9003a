package dev.cairn.concurrency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** jcstress ends well although it has found none of the races that it was to run, or not all. */
class RacesTest {
  private static final String LIST = "/META-INF/TestList";

  @Test
  void eachRaceThatABuildNamesIsThere() throws IOException {
    List<String> named = List.of(System.getProperty("cairn.races", "").split("\\|"));
    String compiled;
    try (InputStream list = RacesTest.class.getResourceAsStream(LIST)) {
      compiled = new String(Objects.requireNonNull(list, LIST).readAllBytes(), UTF_8);
    }

    assertThat(named)
        // What runs a race has its name and this ending.
        .allMatch(name -> compiled.contains("." + name + "Race_jcstress"));
  }
}

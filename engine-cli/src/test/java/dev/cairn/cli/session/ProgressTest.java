package dev.cairn.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.session.Screen.Style;
import dev.cairn.cli.session.Screen.Watcher;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final long SECOND = 1_000_000_000;
  private static final ProgressLine LOAD = new ProgressLine("load", 1_000, Unit.ENTRIES);

  @Test
  void lineOfALog() {
    assertThat(LOAD.text(250, SECOND))
        .isEqualTo("load: 25%, 250 of 1,000 entries, 250/s, 3.0 s left");
    assertThat(LOAD.text(1, 4 * SECOND))
        .isEqualTo("load: 0%, 1 of 1,000 entries, 0.3/s, 66 min 36 s left");
    assertThat(LOAD.text(0, SECOND)).isEqualTo("load: 0%, 0 of 1,000 entries, 0/s");
    assertThat(LOAD.text(1_000, SECOND)).isEqualTo("load: 100%, 1,000 of 1,000 entries, 1,000/s");
    assertThat(LOAD.text(1_001, SECOND)).isEqualTo("load: 100%, 1,001 of 1,000 entries, 1,001/s");
  }

  @Test
  void lineOfWorkWhoseEndNobodyKnows() {
    assertThat(new ProgressLine("import", 0, Unit.BYTES).text(3 << 20, SECOND))
        .isEqualTo("import: 3.0 MiB, 3.0 MiB/s");
  }

  @Test
  void barFillsFromLeftToRight() {
    Screen screen = new Screen(Style.BAR, 80);

    assertThat(LOAD.bar(0, SECOND, screen)).isEqualTo("load [          ] 0%, 0 entries, 0/s");
    assertThat(LOAD.bar(500, SECOND, screen))
        .isEqualTo("load [#####     ] 50%, 500 entries, 500/s, 1.0 s left");
    assertThat(LOAD.bar(1_000, SECOND, screen))
        .isEqualTo("load [##########] 100%, 1,000 entries, 1,000/s");
    assertThat(LOAD.bar(2_000, SECOND, screen)).startsWith("load [##########] 100%");
  }

  @Test
  void figuresGiveWayOnANarrowScreen() {
    assertThat(LOAD.bar(500, SECOND, new Screen(Style.BAR, 40)))
        .isEqualTo("load [##   ] 50%, 500 entries, 500/s");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 50, 60, 80, 200, 1_000})
  void barFitsOnTheScreen(int columns) {
    ProgressLine wordy = new ProgressLine("word ".repeat(30), 1_000, Unit.ENTRIES);
    for (Style style : new Style[] {Style.BAR, Style.COLOUR_BAR}) {
      for (ProgressLine line : new ProgressLine[] {LOAD, wordy}) {
        String bar = line.bar(333, 7 * SECOND, new Screen(style, columns));

        assertThat(bar.replaceAll("\u001b\\[\\d+m", "")).hasSizeLessThan(columns);
        assertThat(bar.contains("\u001b")).isEqualTo(style == Style.COLOUR_BAR);
      }
    }
  }

  @Test
  void screenFollowsItsEnvironment() {
    assertThat(Screen.of(Watcher.LOG, Map.of())).isEqualTo(new Screen(Style.LINES, 80));
    assertThat(Screen.of(Watcher.PERSON, Map.of("COLUMNS", "120")))
        .isEqualTo(new Screen(Style.COLOUR_BAR, 120));
    assertThat(Screen.of(Watcher.PERSON, Map.of("NO_COLOR", "1", "COLUMNS", "3")))
        .isEqualTo(new Screen(Style.BAR, 40));
    assertThat(Screen.of(Watcher.PERSON, Map.of("NO_COLOR", "", "COLUMNS", "wide")))
        .isEqualTo(new Screen(Style.COLOUR_BAR, 80));
    assertThat(Screen.of(Watcher.PERSON, Map.of("TERM", "dumb")).style()).isEqualTo(Style.LINES);
  }

  @Test
  void barIsDrawnAndWiped() throws InterruptedException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CountDownLatch drawn = new CountDownLatch(2);

    try (Progress _ =
        new Progress(
            LOAD,
            () -> {
              drawn.countDown();
              return 500;
            },
            new PrintStream(err, true, UTF_8),
            new Screen(Style.BAR, 80))) {
      drawn.await();
    }

    assertThat(err.toString(UTF_8)).contains("\r\u001b[Kload [###").endsWith("\r\u001b[K");
  }

  @Test
  void aMessageDoesNotStandBehindTheBar() throws InterruptedException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8),
            new Screen(Style.BAR, 80));
    CountDownLatch drawn = new CountDownLatch(2);

    try (Progress _ =
        session.progress(
            "load",
            1_000,
            Unit.ENTRIES,
            () -> {
              drawn.countDown();
              return 500;
            })) {
      drawn.await();
      session.say("line 7: bad");
    }
    session.say("done");

    assertThat(err.toString(UTF_8))
        .contains("load [###")
        .contains("\r\u001b[Kcairn: line 7: bad\n");
    assertThat(err.toString(UTF_8)).endsWith("\r\u001b[Kcairn: done\n");
  }

  @Test
  void shortWorkLeavesNoLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    new Progress(LOAD, () -> 500, new PrintStream(err, true, UTF_8), Screen.LOG).close();

    assertThat(err.toString(UTF_8)).isEmpty();
  }
}

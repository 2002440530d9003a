package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.compare.Progress.Watcher;
import dev.cairn.benchmarks.store.Peer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final CompareOptions OPTIONS = CompareOptions.parse();
  private static final Trial TRIAL =
      new Trial(OPTIONS, Peer.LMDB, Workload.SCAN, 1000, OPTIONS.pass(), 1, OPTIONS.directory(), 0);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Progress progress(Watcher watcher, int columns) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Progress(stream, watcher, columns, 4, 0);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void logGetsALineForEachTrialThatEnded() {
    Progress progress = progress(Watcher.LOG, 80);

    progress.begin(TRIAL, 0);
    progress.end(TRIAL, "12.0 k/s");

    assertThat(text())
        .isEqualToNormalizingNewlines("1/4 scan, lmdb, 1,000 pairs, round 2: 12.0 k/s\n");
  }

  @Test
  void personSeesABarAndTheTimeThatIsLeft() {
    Progress progress = progress(Watcher.PERSON, 80);

    progress.end(TRIAL, "done");
    progress.begin(TRIAL, TimeUnit.MINUTES.toNanos(2));

    assertThat(text())
        .endsWith("[######                  ] 1/4, 6 min left: scan, lmdb, 1,000 pairs, round 2");
  }

  @Test
  void barIsNeverLongerThanALine() {
    progress(Watcher.PERSON, 40).begin(TRIAL, 0);

    assertThat(text().replace("\r\u001b[K", "")).hasSize(39);
  }

  @Test
  void whatIsSkippedIsDone() {
    Progress progress = progress(Watcher.LOG, 80);

    progress.skip();
    progress.skip();
    progress.end(TRIAL, "done");

    assertThat(text()).startsWith("3/4 ");
  }
}

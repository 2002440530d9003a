package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.benchmarks.store.Peer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompareOptionsTest {
  @Test
  void readsEveryOption() {
    CompareOptions options =
        CompareOptions.parse(
            "--stores=heap,cairn",
            "--pairs=10,20",
            "--rounds=2",
            "--seconds=0.5",
            "--jvm=-XX:+UseParallelGC",
            "--jvm=-Da=b");

    assertThat(options.peers()).containsExactly(Peer.HEAP, Peer.CAIRN);
    assertThat(options.pairCounts()).containsExactly(10L, 20L);
    assertThat(options.rounds()).isEqualTo(2);
    assertThat(options.pass()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.jvmFlags()).containsExactly("-XX:+UseParallelGC", "-Da=b");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> CompareOptions.parse("--store=cairn"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--store=cairn");
    assertThatThrownBy(() -> CompareOptions.parse("--stores=floppy"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

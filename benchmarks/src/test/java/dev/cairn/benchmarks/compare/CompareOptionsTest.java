package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.benchmarks.store.Peer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareOptionsTest {
  @Test
  void readsEveryOption() {
    CompareOptions options =
        CompareOptions.parse(
            "--stores=heap-hash,cairn-hash",
            "--workloads=scan,fillseq",
            "--pairs",
            "10,20k",
            "--value-bytes=1k",
            "--rounds=2",
            "--seconds=0.5",
            "--durability=device",
            "--budget=64m",
            "--threads=2",
            "--rate=1000",
            "--details",
            "--jvm=-XX:+UseParallelGC",
            "--jvm=-Da=b");

    assertThat(options.peers()).containsExactly(Peer.HEAP_HASH, Peer.CAIRN_HASH);
    assertThat(options.workloads()).containsExactly(Workload.SCAN, Workload.FILLSEQ);
    assertThat(options.pairCounts()).containsExactly(10L, 20_000L);
    assertThat(options.valueBytes()).isEqualTo(1 << 10);
    assertThat(options.rounds()).isEqualTo(2);
    assertThat(options.pass()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.durability()).isEqualTo(Durability.DEVICE);
    assertThat(options.budgetBytes()).hasValue(64 << 20);
    assertThat(options.threadCount()).isEqualTo(2);
    assertThat(options.pacedRate()).hasValue(1000);
    assertThat(options.detail()).isEqualTo(Detail.ALL);
    assertThat(options.jvmFlags()).containsExactly("-XX:+UseParallelGC", "-Da=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--store=cairn-hash",
        "--stores=floppy",
        "--workloads=sleep",
        "--durability=hope",
        "--pairs=many",
        "--pairs=0",
        "--pairs",
        "--value-bytes=15",
        "--seconds=none",
        "readrandom"
      })
  void refusesWhatItDoesNotKnow(String argument) {
    assertThatThrownBy(() -> CompareOptions.parse(argument))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesTheWorkloadsThereAre() {
    assertThatThrownBy(() -> Workload.of("sleep")).hasMessageContaining("readwhilewriting");
  }

  @Test
  void measuresEverythingUnlessToldOtherwise() {
    CompareOptions options = CompareOptions.parse();

    assertThat(options.peers()).containsExactly(Peer.values());
    assertThat(options.workloads()).containsExactly(Workload.values());
  }

  @Test
  void usageNamesAllStoresAndWorkloads() {
    assertThat(CompareOptions.usage()).contains("cairn-lsm", "heap-sorted", "ycsb-f", "recover");
    assertThat(CompareOptions.usage().lines()).allMatch(line -> line.length() <= 90);
  }

  @Test
  void trialSurvivesItsArguments() {
    CompareOptions options = CompareOptions.parse("--seconds=2", "--budget=1m");
    Trial trial =
        new Trial(
            options,
            Peer.LMDB,
            Workload.SEEK10,
            7,
            options.pass(),
            3,
            options.directory().resolve("here"),
            60_000);

    assertThat(Trial.ofArguments(trial.toArguments())).isEqualTo(trial);
  }
}

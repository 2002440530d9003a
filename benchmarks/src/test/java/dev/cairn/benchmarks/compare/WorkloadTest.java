package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cairn.benchmarks.store.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every workload with few pairs, in this JVM. The same for all stores, in JVMs of their own: {@code
 * ./cairn compare --pairs=20k --rounds=1 --seconds=0.1}.
 */
class WorkloadTest {
  private static final int PAIR_COUNT = 2000;
  private static final CompareOptions OPTIONS = CompareOptions.parse("--seconds=0.01");

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void measuresAnOrderedStore(Workload workload) throws IOException {
    assumeThat(workload.procedure().suits(Peer.HEAP_SORTED)).isTrue();

    requireFigures(workload, Peer.HEAP_SORTED);
  }

  @ParameterizedTest
  @EnumSource(names = "RECOVER", mode = EnumSource.Mode.EXCLUDE) // It needs a process to kill.
  void measuresAStoreWithADirectory(Workload workload) throws IOException {
    assumeThat(workload.procedure().suits(Peer.CAIRN_HASH)).isTrue();

    requireFigures(workload, Peer.CAIRN_HASH);
  }

  @Test
  void acknowledgedWriteThatIsLostIsAFailure() throws IOException {
    Bench bench =
        bench(trial(Workload.RECOVER, Peer.CAIRN_HASH, 500), OutputStream.nullOutputStream());
    bench.prepare();

    assertThatThrownBy(() -> Workload.RECOVER.procedure().run(bench))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("500 of the pairs");
  }

  private void requireFigures(Workload workload, Peer peer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Trial trial = trial(workload, peer, 0);
    Bench bench = bench(trial, out);
    if (workload == Workload.REOPEN) {
      bench.prepare();
    }

    workload.procedure().run(bench);

    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    Results results = new Results(Instant.EPOCH);
    assertThat(results.add(trial, lines)).matches(".*\\d (k/s|ms)");
    assertThat(results.subjects())
        .allMatch(subject -> subject.name().startsWith(workload.label()))
        .allMatch(subject -> subject.pairCount() == PAIR_COUNT);
    assertThat(results.notices()).isEmpty();
    if (workload == Workload.FILLSYNC) {
      requireUseIsComparedWithNone(results, peer);
    }
    // A writer that keeps its rate does as much as another that does.
    if (workload.procedure() instanceof Timed timed
        && timed.writes()
        && workload != Workload.READWHILEWRITING50K) {
      requireWorkIsComparedWithNone(results, peer);
    }
  }

  private Trial trial(Workload workload, Peer peer, long acknowledged) {
    Path home = directory.resolve("store");
    return new Trial(OPTIONS, peer, workload, PAIR_COUNT, OPTIONS.pass(), 0, home, acknowledged);
  }

  private static Bench bench(Trial trial, OutputStream out) {
    return new Bench(trial, new Recorder(new PrintStream(out, true, StandardCharsets.UTF_8)));
  }

  /** Puts that are forced end with the time. */
  private static void requireUseIsComparedWithNone(Results results, Peer peer) {
    assertThat(results.subjects())
        .filteredOn(
            subject -> subject.unit() == Unit.AMPLIFICATION || subject.name().endsWith(" a pair"))
        .hasSizeGreaterThan(3)
        .allMatch(subject -> results.scope(subject, peer).equals(Optional.of(Scope.NONE)));
  }

  /** How much of it there is depends on how fast the store is. */
  private static void requireWorkIsComparedWithNone(Results results, Peer peer) {
    assertThat(results.subjects())
        .filteredOn(
            subject -> subject.unit() == Unit.AMPLIFICATION || subject.name().contains(" device "))
        .allMatch(subject -> results.scope(subject, peer).equals(Optional.of(Scope.NONE)));
    assertThat(results.subjects())
        .filteredOn(subject -> subject.name().endsWith("CPU a pair"))
        .allMatch(
            subject -> results.scope(subject, peer).equals(Optional.of(Scope.SAME_DURABILITY)))
        .hasSize(1);
  }
}

package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two threads that overwrite. */
class SettledPassTest {
  private static final int PAIR_COUNT = 500;
  private static final Duration DURATION = Duration.ofMillis(20);

  private final CompareOptions options = CompareOptions.parse("--threads=2");
  private final Bench bench;
  private final StoreUnderTest store;
  private final Pass pass;

  SettledPassTest(@TempDir Path directory) {
    bench =
        Bench.ofRehearsal(
            new Trial(
                options,
                Peer.HEAP_HASH,
                Workload.OVERWRITE,
                PAIR_COUNT,
                DURATION,
                0,
                directory,
                0));
    store = bench.openFilled();
    pass = new Pass(store, bench, List.of(new Role("", Access.OVERWRITE)));
  }

  @Test
  void pairsByWhichCpuTimeIsDividedAreThoseOfTheMeasuredPass() {
    Pass.Throughput throughput = pass.settled(DURATION);

    assertThat(throughput.pairs()).isPositive().isLessThan(pass.traffic(116).pairs());
    long inAll = pass.traffic(116).pairs();
    pass.latencies(DURATION);
    assertThat(pass.traffic(116).pairs()).isGreaterThan(inAll);
  }

  @Test
  void noticesAWriteThatWasLost() {
    pass.settled(DURATION);
    pass.latencies(DURATION);
    pass.requireNewest();
    Pairs pairs = bench.pairs();

    store.put(pairs.key(7), pairs.value(7));

    assertThatThrownBy(pass::requireNewest)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("number 7: found version 0");
  }
}

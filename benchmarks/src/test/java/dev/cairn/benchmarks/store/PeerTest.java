package dev.cairn.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.benchmarks.Pairs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerTest {
  // Chronicle Map needs JVM flags that tests do not run with; every comparison checks its answers.
  @ParameterizedTest
  @EnumSource(names = "CHRONICLE", mode = EnumSource.Mode.EXCLUDE)
  void returnsWhatWasPut(Peer peer, @TempDir Path directory) {
    byte[] buffer = new byte[Pairs.VALUE_BYTES];
    try (StoreUnderTest store = peer.open(new Home(directory, 3, 16 << 20))) {
      store.put(Pairs.key(1), Pairs.value(1));
      store.putAll(
          new byte[][] {Pairs.key(2), Pairs.key(3)}, new byte[][] {Pairs.value(2), Pairs.value(3)});

      assertThat(store.get(Pairs.key(1))).isEqualTo(Pairs.value(1));
      assertThat(store.getInto(Pairs.key(3), buffer)).isTrue();
      assertThat(buffer).isEqualTo(Pairs.value(3));
      assertThat(store.get(Pairs.key(4))).isNull();
      assertThat(store.getInto(Pairs.key(4), buffer)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsLabel(Peer peer) {
    assertThat(Peer.of(peer.label())).isSameAs(peer);
  }

  @Test
  void unknownLabelIsRefused() {
    assertThatThrownBy(() -> Peer.of("floppy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("floppy");
  }
}

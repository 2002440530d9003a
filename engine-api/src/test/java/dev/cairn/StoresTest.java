package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.cairn.testkit.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Here no engine is on the class path; the engines' own tests open them by name. */
class StoresTest {
  @Test
  void enginesAreThoseOnTheClassPath() {
    assertThat(Stores.engines()).isEmpty();
  }

  @Test
  void unknownEngineIsRefusedAndNothingIsCreated(@TempDir Path directory) {
    Path home = directory.resolve("store");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stores.open(home, "no-such-engine"))
        .withMessageContaining("no-such-engine");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stores.open(null, "no-such-engine", StoreSettings.DEFAULT));

    assertThat(home).doesNotExist();
  }

  @Test
  void settingsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoreSettings(Durability.DEVICE, (1 << 20) - 1))
        .withMessageContaining("1048576");
    assertThatNullPointerException()
        .isThrownBy(() -> new StoreSettings(StoreFixture.noArgument(), 1 << 20));
    assertThat(StoreSettings.DEFAULT.durability()).isEqualTo(Durability.PROCESS);
  }
}

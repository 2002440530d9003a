package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody writes a key between the look whether a record of it is needed and the move of it. */
@Tag("once")
class ReclaimPreemptionTest {
  private static final Edit POINTS = preempt("movePut").and(preempt("moveDelete"));

  @Test
  void noPutIsLostThatComesMeanwhile() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"movePut", "moveDelete"})
  void withoutTheLockOneIs(String method) {
    Edit unlocked = forgetCall(method, "lock").and(forgetCall(method, "unlock"));

    assertThatThrownBy(() -> run(unlocked.and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(Map.of(Reclaim.class.getName(), edit), PreemptedReclaim.class);
  }
}

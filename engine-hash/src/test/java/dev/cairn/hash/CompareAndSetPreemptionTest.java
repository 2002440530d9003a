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

/** Nobody writes a key between the look at its value and the change of it. */
@Tag("once")
class CompareAndSetPreemptionTest {
  private static final Edit POINTS = preempt("compareAndSet");

  @Test
  void noPutIsLostThatComesMeanwhile() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(5);
  }

  @Test
  void withoutTheLockOneIs() {
    Edit unlocked = forgetCall("compareAndSet", "lock").and(forgetCall("compareAndSet", "unlock"));

    assertThatThrownBy(() -> run(unlocked.and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(
        Map.of(HashWriter.class.getName(), edit), PreemptedCompareAndSet.class);
  }
}

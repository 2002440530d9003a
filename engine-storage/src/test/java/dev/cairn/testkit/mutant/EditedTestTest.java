package dev.cairn.testkit.mutant;

import static dev.cairn.testkit.edit.Edit.callInstead;
import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A bug counts as found only if it was there. */
class EditedTestTest {
  private final EditedTest tests = new EditedTest(Sample.class, MemoryBudget.class);

  /** A test that finds one bug and not another. */
  static final class Sample {
    void noMoreIsReservedThanThereIs() {
      assertThat(new MemoryBudget(1).tryReserve(2)).isFalse();
    }

    void failsAlways() {
      throw new AssertionError("as it does");
    }

    void takesAnyErrorForWhatItLooksFor() {
      try {
        assertThat(new MemoryBudget(1).tryReserve(1)).isTrue();
      } catch (LinkageError failure) {
        throw new AssertionError(failure);
      }
    }
  }

  @Test
  void aBugIsFoundOrNot() throws ReflectiveOperationException {
    tests.requireKilled("noMoreIsReservedThanThereIs", decide("tryReserve", 0, true));

    assertThatThrownBy(
            () -> tests.requireKilled("noMoreIsReservedThanThereIs", doNothing("release")))
        .hasMessageContaining("does not find the bug in " + MemoryBudget.class.getName());
    assertThatThrownBy(() -> tests.requireKilled("failsAlways", doNothing("release")))
        .hasMessageContaining("fails without a bug");
  }

  @Test
  void anEditWithoutAPlaceIsNotTakenForABugThatIsFound() {
    assertThatThrownBy(() ->
            tests.requireKilled(
                "noMoreIsReservedThanThereIs", forgetCall("tryReserve", "noSuchCall")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("MemoryBudget.tryReserve");
    assertThatThrownBy(
            () -> new EditingLoader(Map.of("dev.cairn.NoSuchClass", doNothing("anything"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dev.cairn.NoSuchClass");
  }

  @Test
  void anEditThatMakesNoProgramIsNotTakenForABugThatIsFound() {
    assertThatThrownBy(() ->
            tests.requireKilled(
                "takesAnyErrorForWhatItLooksFor",
                callInstead("tryReserve", "compareAndSet", "noSuchMethod")))
        .isInstanceOf(LinkageError.class);
  }
}

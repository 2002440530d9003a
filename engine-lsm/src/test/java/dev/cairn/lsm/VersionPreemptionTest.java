package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static dev.cairn.testkit.edit.Edit.sabotage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table goes once, when nobody has it any more, at whatever moment others let it go. */
class VersionPreemptionTest {
  private static final Map<String, Edit> POINTS =
      Map.of(
          HeldVersion.class.getName(),
          preempt("present").and(preempt("close")),
          Version.class.getName(),
          preempt("release"),
          Table.class.getName(),
          preempt("removeVersion"));

  private enum Bug {
    FOUND_WITHOUT_A_PIN(
        HeldVersion.class, forgetCall("present", "pin").and(forgetCall("present", "unpin"))),
    HOLD_THAT_IS_NOT_COUNTED(Version.class, forgetCall("hold", "incrementAndGet")),
    RELEASED_BY_TWO(Version.class, sabotage("release", "decrementAndGet", "decrementAndLook")),
    TABLE_THAT_TWO_VERSIONS_GIVE_UP(
        Table.class, sabotage("removeVersion", "decrementAndGet", "decrementAndLook"));

    private final Class<?> edited;
    private final Edit edit;

    Bug(Class<?> edited, Edit edit) {
      this.edited = edited;
      this.edit = edit;
    }
  }

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(15);
  }

  @ParameterizedTest
  @EnumSource
  void aBugIsFound(Bug bug) {
    Map<String, Edit> edits = new HashMap<>(POINTS);
    edits.merge(bug.edited.getName(), bug.edit, (points, edit) -> edit.and(points));

    assertThatThrownBy(() -> run(edits))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Map<String, Edit> edits) throws Throwable {
    return EditingLoader.run(edits, PreemptedVersions.class);
  }
}

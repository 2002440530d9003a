package dev.cairn.internal.vfs;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody waits for names while the system frees the blocks of a file that is deleted. */
class OsVfsDeletePreemptionTest {
  private static final Edit POINTS = preempt("delete");

  @Test
  void blocksAreFreedOutsideOfTheMonitor() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(6);
  }

  @Test
  void blocksThatGoWithTheNameAreNoticed() {
    assertThatThrownBy(() -> run(forgetCall("delete", "holdBlocks").and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected the monitor");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(Map.of(OsVfs.class.getName(), edit), PreemptedDelete.class);
  }
}

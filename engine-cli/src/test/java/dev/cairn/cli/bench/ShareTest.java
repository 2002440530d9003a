package dev.cairn.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShareTest {
  @Test
  void sharesFollowEachOtherAndLeaveNothingOut() {
    assertThat(Share.divide(10, 3))
        .containsExactly(new Share(0, 0, 4), new Share(1, 4, 3), new Share(2, 7, 3));
  }

  @Test
  void someThreadsHaveNothingToDo() {
    assertThat(Share.divide(1, 2)).containsExactly(new Share(0, 0, 1), new Share(1, 1, 0));
  }
}

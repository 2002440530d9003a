package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialFailureTest {
  private static final long ROOM = 1L << 40;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.io.IOException: No space left on device",
        "dev.cairn.OutOfSpaceException: 000001.log",
        "mdb_txn_commit: ENOSPC"
      })
  void knowsAFullDiskByWhatTheStoreSays(String errors) {
    assertThat(new TrialFailure(1, errors, ROOM).isFullDisk()).isTrue();
  }

  @Test
  void knowsAFullDiskByTheRoomThatIsLeft() {
    assertThat(new TrialFailure(134, "SIGBUS", 4096).isFullDisk()).isTrue();
    assertThat(new TrialFailure(134, "SIGBUS", ROOM).isFullDisk()).isFalse();
  }

  @Test
  void reasonIsTheLineThatNamesTheException() {
    String errors =
        """
        WARNING: Using incubator modules: jdk.incubator.vector
        java.lang.UnsatisfiedLinkError: no rocksdbjni in java.library.path
        \tat java.base/java.lang.ClassLoader.loadLibrary(ClassLoader.java:2449)
        """;

    assertThat(new TrialFailure(ForkedJvm.UNAVAILABLE, errors, ROOM).reason())
        .isEqualTo("java.lang.UnsatisfiedLinkError: no rocksdbjni in java.library.path");
    assertThat(new TrialFailure(137, "", ROOM).reason()).isEqualTo("exit code 137");
  }

  @Test
  void reasonIsTheInnermostCause() {
    String errors =
        """
        Exception in thread "main" java.lang.IllegalStateException: a measuring thread failed
        \tat dev.cairn.benchmarks.compare.Pass.join(Pass.java:1)
        Caused by: java.util.concurrent.ExecutionException: of a thread
        Caused by: org.h2.mvstore.MVStoreException: Chunk 3403 not found
        \t... 3 more
        """;

    assertThat(new TrialFailure(1, errors, ROOM).reason())
        .isEqualTo("org.h2.mvstore.MVStoreException: Chunk 3403 not found");
  }
}

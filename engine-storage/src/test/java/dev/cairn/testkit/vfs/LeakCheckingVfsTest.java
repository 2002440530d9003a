package dev.cairn.testkit.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import dev.cairn.internal.vfs.VfsWindow;
import org.junit.jupiter.api.Test;

class LeakCheckingVfsTest {
  private final LeakCheckingVfs vfs = new LeakCheckingVfs(new MemoryVfs());

  @Test
  void namesWhatIsOpenAndWhereItWasOpened() {
    VfsFile file = vfs.open("a", OpenMode.CREATE);
    file.allocate(10);
    VfsWindow window = file.map(10);
    VfsLock lock = vfs.lock("LOCK");

    Throwable error = catchThrowable(vfs::assertNothingOpen);

    assertThat(error).isInstanceOf(AssertionError.class).hasMessage("3 not closed");
    assertThat(error.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "file a was opened here", "window of a was opened here", "lock LOCK was opened here");
    assertThat(error.getSuppressed()[0].getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("namesWhatIsOpenAndWhereItWasOpened");

    window.close();
    lock.close();
    file.close();
    vfs.assertNothingOpen();
  }

  @Test
  void anOpeningThatFailsLeavesNothingOpen() {
    assertThatThrownBy(() -> vfs.open("absent", OpenMode.READ))
        .isInstanceOf(StoreIOException.class);

    vfs.assertNothingOpen();
  }
}

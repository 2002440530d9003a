package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The log fails while tables are brought to the device: names that its force was to bring there may
 * be lost, and nothing that they replace goes.
 */
class LsmFailedLogTest {
  private static final byte[] ACKNOWLEDGED = {1};
  private static final byte[] FAILING = {2};

  private final CrashableVfs disk = new CrashableVfs(1);
  private final FailingVfs files = new FailingVfs(disk);
  private final LsmStore store = open(files);

  /**
   * A directory that fails to be forced while a write is made that is made within another force.
   */
  private static final class FailingVfs extends ForwardingVfs {
    private Predicate<String> isStruck = name -> false;
    private Runnable write = () -> {};
    private boolean fails;

    FailingVfs(Vfs inner) {
      super(inner);
    }

    /** Once, behind the next force of such a file. */
    void strikeBehind(Predicate<String> files, Runnable failingWrite) {
      isStruck = files;
      write = failingWrite;
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      return new ForwardingFile(super.open(name, mode)) {
        @Override
        public void sync() {
          super.sync();
          if (isStruck.test(name)) {
            isStruck = other -> false;
            fails = true;
            write.run();
            fails = false;
          }
        }
      };
    }

    @Override
    public void syncDirectory() {
      if (fails) {
        throw new StoreIOException("the directory: not forced");
      }
      super.syncDirectory();
    }
  }

  private static LsmStore open(Vfs files) {
    LsmOptions options =
        LsmOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .memtableBytes(4 << 10)
            .durability(Durability.DEVICE)
            .build();
    return LsmStore.open(files, options, LsmThreads.of(Background.none()));
  }

  @AfterEach
  void closeFailedStore() {
    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(store::close);
  }

  private void failBehindForceOf(Predicate<String> names) {
    files.strikeBehind(
        names,
        () ->
            assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.put(FAILING, FAILING)));
  }

  private static List<String> tables(Vfs directory) {
    return directory.list().stream().filter(TableFormat::isTableName).toList();
  }

  /** What power leaves that fails now, after a force that failed has lost some names. */
  private MemoryVfs afterLossOf(List<String> names) {
    MemoryVfs left = disk.stateAfter(disk.steps(), CrashPlan.dropAll());
    names.stream().filter(left::exists).forEach(left::delete);
    return left;
  }

  @Test
  void aFlushUnderWayReplacesNothingOfTheLog() {
    store.put(ACKNOWLEDGED, ACKNOWLEDGED);
    failBehindForceOf(TableFormat::isTableName);

    Throwable failure = catchThrowable(store::flush);

    try (LsmStore again = open(afterLossOf(tables(disk)))) {
      assertThat(again.get(ACKNOWLEDGED)).isEqualTo(ACKNOWLEDGED);
    }
    assertThat(failure).isInstanceOf(StoreFailedException.class);
    assertThat(store.get(ACKNOWLEDGED)).isEqualTo(ACKNOWLEDGED);
  }

  @Test
  void aCompactionUnderWayReplacesNoTable() {
    store.put(ACKNOWLEDGED, ACKNOWLEDGED);
    store.flush();
    List<String> before = tables(disk);
    failBehindForceOf(TableFormat::isTableName);

    Throwable failure = catchThrowable(() -> store.compact(KeyRange.all()));

    List<String> written = tables(disk).stream().filter(name -> !before.contains(name)).toList();
    try (LsmStore again = open(afterLossOf(written))) {
      assertThat(again.get(ACKNOWLEDGED)).isEqualTo(ACKNOWLEDGED);
    }
    assertThat(failure).isInstanceOf(StoreFailedException.class);
    assertThat(store.get(ACKNOWLEDGED)).isEqualTo(ACKNOWLEDGED);
  }

  /** The new manifest's name is lost, too. */
  @Test
  void aFlushWhoseManifestIsBeingWrittenLeavesItsPartOfTheLog() {
    store.put(ACKNOWLEDGED, ACKNOWLEDGED);
    long seed = StoreFile.read(disk, LsmOpening.ENGINE, LsmOpening.FORMAT_VERSION).seed();
    Manifest before = Manifest.read(disk, seed);
    failBehindForceOf(name -> name.startsWith(Manifest.NAME));

    store.flush();

    MemoryVfs left = disk.stateAfter(disk.steps(), CrashPlan.keepAll());
    before.write(left, seed);
    try (LsmStore again = open(left)) {
      assertThat(again.get(ACKNOWLEDGED)).isEqualTo(ACKNOWLEDGED);
    }
    assertThat(store.get(ACKNOWLEDGED)).isEqualTo(ACKNOWLEDGED);
  }

  @Test
  void aCompactionWhoseManifestIsBeingWrittenLeavesItsTables() {
    for (byte[] value : List.of(FAILING, ACKNOWLEDGED)) {
      store.put(ACKNOWLEDGED, value);
      store.flush();
    }
    List<String> before = tables(disk);
    failBehindForceOf(name -> name.startsWith(Manifest.NAME));

    store.compact(KeyRange.all());

    assertThat(tables(disk)).containsAll(before);
    assertThat(store.get(ACKNOWLEDGED)).isEqualTo(ACKNOWLEDGED);
  }
}

package dev.cairn.internal.vfs;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OsVfsContractTest extends VfsContractTest {
  @TempDir Path directory;

  private int directories;

  @Override
  Vfs emptyDirectory() {
    Path empty = directory.resolve("" + directories++);
    OsVfs.createDirectories(empty);
    return new OsVfs(empty);
  }

  @Override
  boolean canLink() {
    return true;
  }
}

package dev.cairn.internal.vfs;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OsVfsContractTest extends VfsContractTest {
  @TempDir Path directory;

  @Override
  Vfs emptyDirectory() {
    return new OsVfs(directory);
  }
}

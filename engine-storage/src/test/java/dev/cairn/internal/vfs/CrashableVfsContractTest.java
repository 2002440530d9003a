package dev.cairn.internal.vfs;

import dev.cairn.testkit.vfs.CrashableVfs;

class CrashableVfsContractTest extends VfsContractTest {
  @Override
  Vfs emptyDirectory() {
    return new CrashableVfs(3);
  }
}

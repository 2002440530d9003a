package dev.cairn.internal.vfs;

import dev.cairn.testkit.vfs.LeakCheckingVfs;

class LeakCheckingVfsContractTest extends VfsContractTest {
  @Override
  Vfs emptyDirectory() {
    return new LeakCheckingVfs(new MemoryVfs());
  }
}

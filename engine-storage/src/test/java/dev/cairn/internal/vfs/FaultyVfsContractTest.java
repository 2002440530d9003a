package dev.cairn.internal.vfs;

import dev.cairn.testkit.vfs.FaultyVfs;

class FaultyVfsContractTest extends VfsContractTest {
  @Override
  Vfs emptyDirectory() {
    return new FaultyVfs(new MemoryVfs());
  }
}

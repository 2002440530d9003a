package dev.cairn.internal.vfs;

class MemoryVfsContractTest extends VfsContractTest {
  @Override
  Vfs emptyDirectory() {
    return new MemoryVfs();
  }
}

package dev.cairn.internal.vfs;

import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;

class RebuiltDiskContractTest extends VfsContractTest {
  @Override
  Vfs emptyDirectory() {
    return new CrashableVfs(3).crashableStateAfter(0, CrashPlan.keepAll(), 4);
  }
}

package dev.cairn.benchmarks.store;

import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.lmdb.LMDB;

/** LMDB's calls as Java has them: what fails throws. */
final class Lmdb {
  private Lmdb() {}

  static long begin(long env, int flags) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer txn = stack.mallocPointer(1);
      require(LMDB.mdb_txn_begin(env, MemoryUtil.NULL, flags, txn));
      return txn.get(0);
    }
  }

  static void require(int code) {
    if (code != LMDB.MDB_SUCCESS) {
      throw new IllegalStateException("LMDB: " + LMDB.mdb_strerror(code));
    }
  }

  /** Whether a search found something. */
  static boolean found(int code) {
    if (code == LMDB.MDB_NOTFOUND) {
      return false;
    }
    require(code);
    return true;
  }
}

package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Pairs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.util.lmdb.LMDB;

/**
 * LMDB through LWJGL, which hands addresses to JNI.
 *
 * <p>The map is writable ({@code MDB_WRITEMAP}), so a commit changes the file's pages in the
 * system's cache without a system call for each. With {@code MDB_NOSYNC} these survive the process
 * but not a loss of power. A commit that is forced writes its pages by calls: a page that is
 * changed through the map makes more of the cache dirty than itself. Either way a kill leaves the
 * last commit whole, because the page that names the roots is written after all others.
 */
final class LmdbStore implements StoreUnderTest {
  // Randomly filled pages are two thirds full, and a commit copies pages before it frees the old.
  private static final int MAP_PER_CONTENT = 4;
  private static final long LEAST_MAP_BYTES = 1L << 30;
  private static final int FILE_MODE = 0644;

  private final ThreadLocal<Pending> pending;
  private final long env;
  private final int dbi;

  private LmdbStore(long env, int dbi, int valueBytes) {
    this.env = env;
    this.dbi = dbi;
    this.pending = ThreadLocal.withInitial(() -> new Pending(valueBytes));
  }

  static LmdbStore open(Home home) {
    int flags = LMDB.MDB_NOTLS;
    if (home.durability() != Durability.DEVICE) {
      flags |= LMDB.MDB_WRITEMAP | LMDB.MDB_NOSYNC;
    }
    try (MemoryStack stack = MemoryStack.stackPush()) {
      Files.createDirectories(home.directory());
      PointerBuffer pointer = stack.mallocPointer(1);
      Lmdb.require(LMDB.mdb_env_create(pointer));
      long env = pointer.get(0);
      Lmdb.require(
          LMDB.mdb_env_set_mapsize(env, LEAST_MAP_BYTES + MAP_PER_CONTENT * home.contentBytes()));
      Lmdb.require(LMDB.mdb_env_open(env, home.directory().toString(), flags, FILE_MODE));
      return new LmdbStore(env, mainDatabase(env, stack), home.valueBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int mainDatabase(long env, MemoryStack stack) {
    IntBuffer dbi = stack.mallocInt(1);
    long txn = Lmdb.begin(env, 0);
    Lmdb.require(LMDB.mdb_dbi_open(txn, (ByteBuffer) null, 0, dbi));
    Lmdb.require(LMDB.mdb_txn_commit(txn));
    return dbi.get(0);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    long txn = Lmdb.begin(env, 0);
    put(txn, pending.get(), key, value, 0);
    Lmdb.require(LMDB.mdb_txn_commit(txn));
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values) {
    putAll(keys, values, 0);
  }

  @Override
  public void append(byte[][] keys, byte[][] values) {
    putAll(keys, values, LMDB.MDB_APPEND);
  }

  private void putAll(byte[][] keys, byte[][] values, int flags) {
    Pending pair = pending.get();
    long txn = Lmdb.begin(env, 0);
    for (int i = 0; i < keys.length; i++) {
      put(txn, pair, keys[i], values[i], flags);
    }
    Lmdb.require(LMDB.mdb_txn_commit(txn));
  }

  private void put(long txn, Pending pair, byte[] key, byte[] value, int flags) {
    pair.key.set(key);
    pair.value.set(value);
    Lmdb.require(LMDB.nmdb_put(txn, dbi, pair.key.address(), pair.value.address(), flags));
  }

  @Override
  public void delete(byte[] key) {
    LmdbValue slice = pending.get().key;
    slice.set(key);
    long txn = Lmdb.begin(env, 0);
    Lmdb.found(LMDB.nmdb_del(txn, dbi, slice.address(), 0));
    Lmdb.require(LMDB.mdb_txn_commit(txn));
  }

  @Override
  public void sync() {
    Lmdb.require(LMDB.mdb_env_sync(env, true));
  }

  @Override
  public OrderedStoreReader reader() {
    return new LmdbReader(env, dbi);
  }

  /** Its memory is the system's cache of its file. */
  @Override
  public Footprint footprint() {
    return Footprint.NONE;
  }

  @Override
  public void close() {
    sync();
    LMDB.mdb_env_close(env);
  }

  /** A pair on its way in, of one thread. */
  private static final class Pending {
    // Ends with its thread.
    private final Arena arena = Arena.ofAuto();
    final LmdbValue key = new LmdbValue(arena, Pairs.KEY_BYTES);
    final LmdbValue value;

    Pending(int valueBytes) {
      value = new LmdbValue(arena, valueBytes);
    }
  }
}

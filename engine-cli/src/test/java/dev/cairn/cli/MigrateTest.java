package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.ORDERED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** {@code import --from}: the pairs of other stores. */
class MigrateTest {
  private static final int PAIRS = 2_500; // Some batches.

  @TempDir private Path temp;
  private final Shell shell = new Shell();

  private Outcome importFrom(String kind, Path old, String... more) {
    Object[] arguments = {
      "import", temp.resolve("store"), old, "--engine", ORDERED, "--from", kind
    };
    Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return shell.run(all);
  }

  private static byte[] key(int i) {
    return String.format("%05d", i).getBytes(UTF_8);
  }

  private void requireAllPairs() {
    String scan = shell.run("scan", temp.resolve("store")).out();
    assertThat(scan.lines()).hasSize(PAIRS).startsWith("00000\tv0").endsWith("02499\tv2499");
  }

  @Test
  void rocksDb() throws RocksDBException {
    Path old = temp.resolve("old");
    try (RocksDB database = RocksDB.open(old.toString())) {
      for (int i = 0; i < PAIRS; i++) {
        database.put(key(i), ("v" + i).getBytes(UTF_8));
      }
      ColumnFamilyHandle family =
          database.createColumnFamily(new ColumnFamilyDescriptor("more".getBytes(UTF_8)));
      database.put(family, "zebra".getBytes(UTF_8), "stripes".getBytes(UTF_8));
      family.close();
    }

    Outcome all = importFrom("rocksdb", old);
    assertThat(all.err()).isEqualTo("cairn: 2,500 pairs imported\n");
    requireAllPairs();

    assertThat(importFrom("rocksdb", old, "--table", "more").exitCode()).isZero();
    assertThat(shell.run("get", temp.resolve("store"), "zebra").out()).isEqualTo("stripes");
    assertThat(importFrom("rocksdb", old, "--table", "less").err())
        .endsWith("old: there is no 'less'\n");
  }

  @Test
  void lmdb() throws IOException {
    Path old = Files.createDirectory(temp.resolve("old"));
    try (Env<byte[]> environment =
        Env.create(ByteArrayProxy.PROXY_BA).setMapSize(16 << 20).setMaxDbs(1).open(old.toFile())) {
      Dbi<byte[]> pairs = environment.openDbi("pairs", DbiFlags.MDB_CREATE);
      for (int i = 0; i < PAIRS; i++) {
        pairs.put(key(i), ("v" + i).getBytes(UTF_8));
      }
    }

    assertThat(importFrom("lmdb", old, "--table", "pairs").exitCode()).isZero();
    requireAllPairs();

    assertThat(importFrom("lmdb", old).err()).isEqualTo("cairn: 1 pairs imported\n");
    assertThat(importFrom("lmdb", old, "--table", "less").err())
        .endsWith("old: there is no 'less'\n");
  }

  @Test
  void mvStore() {
    Path old = temp.resolve("old.mv");
    try (MVStore store = new MVStore.Builder().fileName(old.toString()).open()) {
      MVMap<String, byte[]> map = store.openMap("pairs");
      for (int i = 0; i < PAIRS; i++) {
        map.put(new String(key(i), UTF_8), ("v" + i).getBytes(UTF_8));
      }
    }

    assertThat(importFrom("mvstore", old).exitCode()).isZero();
    requireAllPairs();

    try (MVStore store = new MVStore.Builder().fileName(old.toString()).open()) {
      store.openMap("numbers").put(1, 2);
    }
    assertThat(importFrom("mvstore", old).err()).contains("--table says which");
    Outcome numbers = importFrom("mvstore", old, "--table", "numbers");
    assertThat(numbers.exitCode()).isEqualTo(1);
    assertThat(numbers.err()).contains("java.lang.Integer: expected strings or bytes");
  }

  @Test
  void mistakesAreNamed() throws Exception {
    Path lines = Files.write(temp.resolve("lines"), List.of());

    assertThat(importFrom("rocksdb", temp.resolve("absent")).exitCode()).isEqualTo(3);
    assertThat(importFrom("oracle", lines).exitCode()).isEqualTo(2);
    assertThat(importFrom("rocksdb", temp).err()).endsWith(": there is no database of RocksDB\n");
    assertThat(importFrom("lmdb", temp).exitCode()).isEqualTo(3);
    assertThat(importFrom("mvstore", lines).exitCode()).isEqualTo(3);
    assertThat(temp.resolve("store")).doesNotExist();
    assertThat(shell.run("import", temp.resolve("store"), lines, "--table", "t").err())
        .startsWith("cairn: --table needs --from");
  }
}

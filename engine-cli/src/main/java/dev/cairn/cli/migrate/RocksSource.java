package dev.cairn.cli.migrate;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A column family of RocksDB. */
final class RocksSource implements PairSource {
  private static final String DEFAULT_FAMILY = "default";

  private final Path path;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> handles;
  private final RocksIterator iterator;
  private boolean begun;

  private RocksSource(
      Path path, RocksDB database, List<ColumnFamilyHandle> handles, RocksIterator iterator) {
    this.path = path;
    this.database = database;
    this.handles = handles;
    this.iterator = iterator;
  }

  static RocksSource open(Path path, @Nullable String table) {
    RocksDB.loadLibrary();
    String wanted = table == null ? DEFAULT_FAMILY : table;
    try (Options options = new Options();
        DBOptions databaseOptions = new DBOptions()) {
      List<byte[]> families = RocksDB.listColumnFamilies(options, path.toString());
      List<String> names =
          families.stream().map(name -> new String(name, StandardCharsets.UTF_8)).toList();
      if (names.isEmpty()) {
        throw new CommandFailure(ExitCode.FAILURE, path + ": there is no database of RocksDB");
      }
      if (!names.contains(wanted)) {
        throw Origin.noTable(path, wanted);
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB database =
          RocksDB.openReadOnly(
              databaseOptions,
              path.toString(),
              families.stream().map(ColumnFamilyDescriptor::new).toList(),
              handles);
      RocksIterator iterator = database.newIterator(handles.get(names.indexOf(wanted)));
      return new RocksSource(path, database, handles, iterator);
    } catch (RocksDBException failure) {
      throw Origin.failed(path, failure);
    }
  }

  @Override
  public boolean next() {
    if (begun) {
      iterator.next();
    } else {
      iterator.seekToFirst();
      begun = true;
    }
    if (iterator.isValid()) {
      return true;
    }
    try {
      iterator.status(); // It also ends where it cannot read.
      return false;
    } catch (RocksDBException failure) {
      throw Origin.failed(path, failure);
    }
  }

  @Override
  public byte[] key() {
    return iterator.key();
  }

  @Override
  public byte[] value() {
    return iterator.value();
  }

  @Override
  public void close() {
    iterator.close();
    handles.forEach(ColumnFamilyHandle::close);
    database.close();
  }
}

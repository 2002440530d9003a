package dev.cairn.cli.migrate;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A kind of store that pairs can be taken from. */
public enum Origin {
  /** A directory of RocksDB; a table is a column family. */
  ROCKSDB("org.rocksdb:rocksdbjni") {
    @Override
    PairSource openFound(Path path, @Nullable String table) {
      return RocksSource.open(path, table);
    }
  },

  /** A directory of LMDB; a table is a named database. */
  LMDB("org.lmdbjava:lmdbjava") {
    @Override
    PairSource openFound(Path path, @Nullable String table) {
      return LmdbSource.open(path, table);
    }
  },

  /** A file of H2's MVStore; a table is a map, whose keys and values are strings or bytes. */
  MVSTORE("com.h2database:h2-mvstore") {
    @Override
    PairSource openFound(Path path, @Nullable String table) {
      return MvStoreSource.open(path, table);
    }
  };

  private final String driver;

  Origin(String driver) {
    this.driver = driver;
  }

  /**
   * Opens a store for reading.
   *
   * @param path where it is
   * @param table which part of it, or null for the usual one
   * @return its pairs, which the caller closes
   * @throws CommandFailure if it is not there, or its library is not or does not load
   */
  public PairSource open(Path path, @Nullable String table) {
    if (!Files.exists(path)) {
      throw new CommandFailure(ExitCode.FAILURE, path + ": no such file or directory");
    }
    try {
      return openFound(path, table);
    } catch (LinkageError absent) {
      throw new CommandFailure(
          ExitCode.FAILURE,
          "the library "
              + driver
              + " is needed, with all that it needs: put its jars in a directory, CAIRN_DRIVERS ("
              + root(absent)
              + ")");
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  abstract PairSource openFound(Path path, @Nullable String table);

  static CommandFailure noTable(Path path, String table) {
    return new CommandFailure(ExitCode.FAILURE, path + ": there is no '" + table + "'");
  }

  static CommandFailure failed(Path path, Exception failure) {
    return new CommandFailure(ExitCode.FAILURE, path + ": " + failure.getMessage());
  }
}

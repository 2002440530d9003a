package dev.cairn.cli.migrate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/** A database of LMDB. */
final class LmdbSource implements PairSource {
  private final Env<byte[]> environment;
  private final Txn<byte[]> transaction;
  private final CursorIterable<byte[]> cursor;
  private final Iterator<CursorIterable.KeyVal<byte[]>> pairs;
  private CursorIterable.@Nullable KeyVal<byte[]> pair;

  private LmdbSource(
      Env<byte[]> environment, Txn<byte[]> transaction, CursorIterable<byte[]> cursor) {
    this.environment = environment;
    this.transaction = transaction;
    this.cursor = cursor;
    this.pairs = cursor.iterator();
  }

  static LmdbSource open(Path path, @Nullable String table) {
    try {
      Env<byte[]> environment =
          Env.create(ByteArrayProxy.PROXY_BA)
              .setMaxDbs(1)
              .open(path.toFile(), EnvFlags.MDB_RDONLY_ENV);
      return open(environment, path, table);
    } catch (LmdbException failure) {
      throw Origin.failed(path, failure);
    }
  }

  private static LmdbSource open(Env<byte[]> environment, Path path, @Nullable String table) {
    try {
      Dbi<byte[]> database =
          environment.openDbi(table == null ? null : table.getBytes(StandardCharsets.UTF_8));
      Txn<byte[]> transaction = environment.txnRead();
      return new LmdbSource(environment, transaction, database.iterate(transaction));
    } catch (LmdbException failure) {
      environment.close();
      throw failure instanceof Dbi.KeyNotFoundException && table != null
          ? Origin.noTable(path, table)
          : failure;
    }
  }

  @Override
  public boolean next() {
    pair = pairs.hasNext() ? pairs.next() : null;
    return pair != null;
  }

  private CursorIterable.KeyVal<byte[]> pair() {
    if (pair == null) {
      throw new IllegalStateException("it stands on no pair");
    }
    return pair;
  }

  @Override
  public byte[] key() {
    return pair().key();
  }

  @Override
  public byte[] value() {
    return pair().val();
  }

  @Override
  public void close() {
    cursor.close();
    transaction.close();
    environment.close();
  }
}

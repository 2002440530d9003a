package dev.cairn.cli.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import java.nio.file.Path;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** A map of H2's MVStore. */
final class MvStoreSource implements PairSource {
  private final MVStore store;
  private final Cursor<Object, Object> cursor;
  private @Nullable Object key;
  private @Nullable Object value;

  private MvStoreSource(MVStore store, Cursor<Object, Object> cursor) {
    this.store = store;
    this.cursor = cursor;
  }

  static MvStoreSource open(Path path, @Nullable String table) {
    MVStore store;
    try {
      store = new MVStore.Builder().fileName(path.toString()).readOnly().open();
    } catch (MVStoreException failure) {
      throw Origin.failed(path, failure);
    }
    Set<String> names = store.getMapNames();
    if (table == null ? names.size() != 1 : !names.contains(table)) {
      store.close();
      throw table == null
          ? new CommandFailure(
              ExitCode.USAGE, path + ": has the maps " + names + "; --table says which")
          : Origin.noTable(path, table);
    }
    MVMap<Object, Object> map = store.openMap(table == null ? names.iterator().next() : table);
    return new MvStoreSource(store, map.cursor(null));
  }

  @Override
  public boolean next() {
    if (!cursor.hasNext()) {
      return false;
    }
    key = cursor.next();
    value = cursor.getValue();
    return true;
  }

  @Override
  public byte[] key() {
    return bytes(key);
  }

  @Override
  public byte[] value() {
    return bytes(value);
  }

  private static byte[] bytes(@Nullable Object object) {
    return switch (object) {
      case byte[] bytes -> bytes;
      case String string -> string.getBytes(UTF_8);
      case null, default ->
          throw new CommandFailure(
              ExitCode.MISMATCH,
              "a key or value is a "
                  + (object == null ? "null" : object.getClass().getName())
                  + ": expected strings or bytes");
    };
  }

  @Override
  public void close() {
    store.close();
  }
}

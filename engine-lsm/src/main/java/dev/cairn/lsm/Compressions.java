package dev.cairn.lsm;

import dev.cairn.IncompatibleFormatException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds compressions by their ids. Providers are looked for when a table names one for the first
 * time, so a store that has none but the engine's loads no other code.
 */
final class Compressions {
  private static final Map<Byte, Compression> FOUND =
      new ConcurrentHashMap<>(
          Map.of(
              TableFormat.PLAIN, Compression.NONE,
              TableFormat.LZ4, Compression.LZ4));

  private Compressions() {}

  /** The compression of an id, or null if no module here has it. */
  static @Nullable Compression find(byte id) {
    return find(id, new ArrayList<>());
  }

  private static @Nullable Compression find(byte id, List<Error> failures) {
    Compression known = FOUND.get(id);
    if (known != null) {
      return known;
    }
    // A thread of a server may know more modules than the engine, or fewer.
    Compression found = findBy(ServiceLoader.load(Compression.class), id, failures);
    return found != null
        ? found
        : findBy(
            ServiceLoader.load(Compression.class, Compression.class.getClassLoader()),
            id,
            failures);
  }

  private static @Nullable Compression findBy(
      ServiceLoader<Compression> loader, byte id, List<Error> failures) {
    try {
      Iterator<ServiceLoader.Provider<Compression>> providers = loader.stream().iterator();
      while (providers.hasNext()) {
        Compression found = get(providers.next(), failures);
        if (found != null && found.id() == id) {
          FOUND.put(id, found);
          return found;
        }
      }
    } catch (ServiceConfigurationError | LinkageError malformed) {
      failures.add(malformed);
    }
    return null;
  }

  /** Null if it cannot be made, which keeps no other from being found. */
  private static @Nullable Compression get(
      ServiceLoader.Provider<Compression> provider, List<Error> failures) {
    try {
      return provider.get();
    } catch (ServiceConfigurationError | LinkageError unusable) {
      failures.add(unusable);
      return null;
    }
  }

  /**
   * The compression of a table that is about to be opened.
   *
   * @param table the table, as messages name it
   * @throws IncompatibleFormatException if no module here has it
   */
  static Compression require(byte id, String table) {
    List<Error> failures = new ArrayList<>();
    Compression found = find(id, failures);
    if (found == null) {
      IncompatibleFormatException refusal =
          new IncompatibleFormatException(
              table + ": compressed with codec " + id + ", " + howToHave(id));
      failures.forEach(refusal::addSuppressed);
      throw refusal;
    }
    return found;
  }

  private static String howToHave(byte id) {
    return id == TableFormat.ZSTD
        ? "Zstandard: expected the module engine-lsm-zstd, found none that can be loaded"
        : "expected the module that it was written with, found none that can be loaded";
  }

  /**
   * Refuses to write with a compression that no later opening would find.
   *
   * @throws IllegalArgumentException if it is none of the engine's, and no provider is of its class
   */
  static void requireProvided(Compression compression) {
    Compression found = find(compression.id());
    if (found == null || found.getClass() != compression.getClass()) {
      throw new IllegalArgumentException(
          "compression "
              + compression.name()
              + " with id "
              + compression.id()
              + ": expected one that ServiceLoader finds, found "
              + (found == null ? "none" : found.getClass().getName()));
    }
  }
}

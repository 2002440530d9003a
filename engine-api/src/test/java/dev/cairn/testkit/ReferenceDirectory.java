package dev.cairn.testkit;

import dev.cairn.IncompatibleFormatException;
import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory with the one file of a {@link ReferenceStore}.
 *
 * <p>It uses streams of java.io, which an interrupt does not close.
 */
final class ReferenceDirectory {
  private static final String FILE = "reference";
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;

  private ReferenceDirectory(Path path) {
    this.path = path;
  }

  /** Makes the directory if it is absent, and takes it until it is released. */
  static ReferenceDirectory acquire(Path directory) {
    Path real = create(directory);
    if (!OPEN.add(real)) {
      throw new StoreLockedException(directory + " is open already");
    }
    try {
      requireOwnOrEmpty(real);
    } catch (RuntimeException e) {
      OPEN.remove(real);
      throw e;
    }
    return new ReferenceDirectory(real);
  }

  private static Path create(Path directory) {
    try {
      return Files.createDirectories(directory).toRealPath();
    } catch (FileAlreadyExistsException e) {
      throw new IncompatibleFormatException(directory + ": expected a directory, found a file", e);
    } catch (IOException e) {
      throw new StoreIOException("cannot create " + directory, e);
    }
  }

  private static void requireOwnOrEmpty(Path directory) {
    try (Stream<Path> paths = Files.list(directory)) {
      if (!Files.exists(directory.resolve(FILE)) && paths.findAny().isPresent()) {
        throw new IncompatibleFormatException(
            directory + ": expected a reference store, found other files");
      }
    } catch (IOException e) {
      throw new StoreIOException("cannot list " + directory, e);
    }
  }

  void release() {
    OPEN.remove(path);
  }

  long fileBytes() {
    return path.resolve(FILE).toFile().length();
  }

  NavigableMap<byte[], byte[]> load() {
    NavigableMap<byte[], byte[]> pairs = ReferenceReader.newMap();
    File file = path.resolve(FILE).toFile();
    if (!file.exists()) {
      return pairs;
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(file)))) {
      for (int left = in.readInt(); left > 0; left--) {
        byte[] key = in.readNBytes(in.readInt());
        pairs.put(key, in.readNBytes(in.readInt()));
      }
    } catch (IOException e) {
      throw new StoreIOException("cannot read " + file, e);
    }
    return pairs;
  }

  void save(NavigableMap<byte[], byte[]> pairs) {
    File file = path.resolve(FILE).toFile();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file)))) {
      out.writeInt(pairs.size());
      for (Map.Entry<byte[], byte[]> pair : pairs.entrySet()) {
        out.writeInt(pair.getKey().length);
        out.write(pair.getKey());
        out.writeInt(pair.getValue().length);
        out.write(pair.getValue());
      }
    } catch (IOException e) {
      throw new StoreIOException("cannot write " + file, e);
    }
  }
}

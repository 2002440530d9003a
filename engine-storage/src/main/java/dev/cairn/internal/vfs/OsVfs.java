package dev.cairn.internal.vfs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the operating system.
 *
 * <p>Knows its open files, because a file whose channel an interrupt has closed is opened again by
 * its name: so the file must hear of renames, and a file that loses its name must be given a
 * descriptor that interrupts cannot close before it is too late.
 */
public final class OsVfs implements Vfs {
  private static final String OS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

  /** Whether a sync of a file writes what was changed through its mappings, too. */
  static final boolean SYNC_COVERS_MAPPINGS = OS.contains("linux");

  private static final boolean DIRECTORIES_CAN_BE_SYNCED = !OS.contains("windows");

  /** Held while names change or a file is opened, again or for the first time. */
  final Object names = new Object();

  /** Under {@link #names}. */
  final Set<OsFile> openFiles = new HashSet<>();

  private final Path directory;
  private volatile boolean closed;

  /** The directory itself, from when it is first synced on; under {@link #names}. */
  private @Nullable SteadyChannel opened;

  /**
   * Serves a directory, and creates nothing.
   *
   * @param directory the directory, which must exist by the first use
   */
  public OsVfs(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /**
   * Creates a directory and those above it, as far as they do not exist, durably.
   *
   * @param directory the directory
   * @throws StoreIOException if that fails, or if something else has that name
   */
  public static void createDirectories(Path directory) {
    Deque<Path> missing = new ArrayDeque<>();
    Path ancestor = directory.toAbsolutePath();
    while (ancestor != null && !Files.exists(ancestor)) {
      missing.push(ancestor);
      ancestor = ancestor.getParent();
    }
    try {
      Files.createDirectories(directory);
      for (Path created : missing) {
        syncDirectory(Objects.requireNonNull(created.getParent()));
      }
    } catch (IOException e) {
      throw Failures.failed(directory.toString(), "create directory", e);
    }
  }

  /**
   * Serves a directory, and creates it if it does not exist.
   *
   * @param directory the directory
   * @return its files
   * @throws IllegalArgumentException if it is something else
   */
  public static OsVfs createdAt(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IllegalArgumentException(directory + ": not a directory");
    }
    createDirectories(directory);
    return new OsVfs(directory);
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    Path path = path(name);
    requireOpen();
    String operation = mode == OpenMode.CREATE ? "create" : "open";
    try {
      if (OsLock.isHeldHere(realPath(name))) {
        throw new StoreLockedException(path + ": open failed: it is a lock that is held");
      }
      synchronized (names) {
        OsFile file = OsFile.open(this, path, mode);
        openFiles.add(file);
        return file;
      }
    } catch (IOException e) {
      throw Failures.failed(path.toString(), operation, e);
    }
  }

  @Override
  public boolean exists(String name) {
    Path path = path(name);
    requireOpen();
    return Files.exists(path);
  }

  @Override
  public List<String> list() {
    requireOpen();
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        found.add(String.valueOf(entry.getFileName()));
      }
    } catch (DirectoryIteratorException e) {
      throw Failures.failed(directory.toString(), "list", Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw Failures.failed(directory.toString(), "list", e);
    }
    found.sort(null);
    return List.copyOf(found);
  }

  @Override
  public long size(String name) {
    Path path = path(name);
    requireOpen();
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw Failures.failed(path.toString(), "get size", e);
    }
  }

  @Override
  public void rename(String from, String to) {
    Path source = path(from);
    Path target = path(to);
    requireOpen();
    synchronized (names) {
      try {
        for (OsFile file : openFiles) {
          if (file.isAt(target) && !source.equals(target)) {
            // If the move then fails, the file has its name and does without it: slow, not wrong.
            file.loseName();
          }
        }
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw Failures.failed(source.toString(), "rename to " + to, e);
      }
      for (OsFile file : openFiles) {
        if (file.isAt(source)) {
          file.moveTo(target);
        }
      }
    }
  }

  @Override
  public void delete(String name) {
    Path path = path(name);
    requireOpen();
    try {
      SteadyChannel last = holdBlocks(path);
      try {
        synchronized (names) {
          for (OsFile file : openFiles) {
            if (file.isAt(path)) {
              file.loseName();
            }
          }
          Files.delete(path);
        }
      } finally {
        if (last != null) {
          last.close();
        }
      }
    } catch (IOException e) {
      throw Failures.failed(path.toString(), "delete", e);
    }
  }

  /**
   * A descriptor of a file that is about to be deleted. Without one the system frees the file's
   * blocks as it takes the name away, which for a large file takes long enough that whoever waits
   * for the monitor would notice; with one, as that is closed.
   *
   * @return null if there is nothing to hold
   */
  private static @Nullable SteadyChannel holdBlocks(Path path) {
    try {
      return Files.isRegularFile(path, NOFOLLOW_LINKS) ? SteadyChannel.open(path, READ) : null;
    } catch (IOException e) {
      return null; // The file can be deleted without.
    }
  }

  @Override
  public boolean tryLink(String name, Vfs target) {
    Path path = path(name);
    requireOpen();
    if (!(target instanceof OsVfs other)) {
      return false;
    }
    try {
      Files.createLink(other.path(name), path);
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      // Another device, or a file system without hard links; copying says what else may be wrong.
      return false;
    }
  }

  @Override
  public void syncDirectory() {
    requireOpen();
    if (!DIRECTORIES_CAN_BE_SYNCED) {
      return;
    }
    SteadyChannel channel = openedDirectory();
    try {
      channel.syncWithMetadata();
    } catch (IOException e) {
      throw closed
          ? new IllegalStateException("closed")
          : Failures.failedForGood(directory.toString(), "sync", e); // Names may be lost.
    }
  }

  /**
   * The directory, which stays open: whoever once lacked a descriptor for it could not tell that
   * from names that are lost.
   */
  private SteadyChannel openedDirectory() {
    synchronized (names) {
      requireOpen();
      SteadyChannel channel = opened;
      if (channel == null) {
        try {
          channel = SteadyChannel.open(directory, READ);
        } catch (IOException e) {
          throw Failures.failed(directory.toString(), "open", e);
        }
        opened = channel;
      }
      return channel;
    }
  }

  @Override
  public VfsLock lock(String name) {
    FileNames.requireValid(name);
    requireOpen();
    try {
      return OsLock.take(realPath(name));
    } catch (IOException e) {
      throw Failures.failed(describe(name), "lock", e);
    }
  }

  @Override
  public String describe(String name) {
    return directory.resolve(name).toString();
  }

  @Override
  public void close() {
    SteadyChannel channel;
    synchronized (names) {
      closed = true;
      channel = opened;
      opened = null;
    }
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw Failures.failed(directory.toString(), "close", e);
      }
    }
  }

  private static void syncDirectory(Path directory) throws IOException {
    if (DIRECTORIES_CAN_BE_SYNCED) {
      SteadyChannel channel = SteadyChannel.open(directory, READ);
      try {
        channel.syncWithMetadata();
      } finally {
        channel.close();
      }
    }
  }

  private Path path(String name) {
    return directory.resolve(FileNames.requireValid(name));
  }

  /** The same for every way to name the directory, so that locks cannot be got round by a link. */
  private Path realPath(String name) throws IOException {
    return directory.toRealPath().resolve(name);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }
}

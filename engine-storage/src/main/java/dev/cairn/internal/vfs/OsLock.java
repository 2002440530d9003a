package dev.cairn.internal.vfs;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.cairn.StoreLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A lock file, locked through the operating system against other processes.
 *
 * <p>Some systems drop a process's locks on a file when the process closes <em>any</em> descriptor
 * of that file. So while this process holds the lock nothing in it may open and close the file:
 * every claim first asks the registry below, and {@link OsVfs#open} refuses the name.
 */
final class OsLock implements VfsLock {
  private static final int HOLDER_BYTES = 64;

  /** The lock files that this process holds, or is about to, by real path. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Channels that must stay open for the sake of a lock that classes of another loader hold. */
  private static final Collection<SteadyChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

  private final Path path;
  private final SteadyChannel channel;
  private boolean held = true;

  private OsLock(Path path, SteadyChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param path the lock file, in the real path of its directory
   * @throws StoreLockedException if it is held
   */
  static OsLock take(Path path) throws IOException {
    if (!HELD.add(path)) {
      throw heldHere(path);
    }
    try {
      return takeUnregistered(path);
    } catch (Throwable failure) { // Also for want of a thread, which passes.
      HELD.remove(path);
      throw failure;
    }
  }

  static boolean isHeldHere(Path path) {
    return HELD.contains(path);
  }

  private static OsLock takeUnregistered(Path path) throws IOException {
    RegularFile.requireIfPresent(path);
    SteadyChannel channel = SteadyChannel.open(path, READ, WRITE, CREATE);
    try {
      if (channel.tryLock() == null) {
        throw new StoreLockedException(path + ": held by process " + holder(channel));
      }
      writeHolder(channel);
      return new OsLock(path, channel);
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(channel);
      throw heldHere(path);
    } catch (Throwable failure) {
      channel.close();
      throw failure;
    }
  }

  private static StoreLockedException heldHere(Path path) {
    return new StoreLockedException(
        path + ": held by this process, " + ProcessHandle.current().pid());
  }

  private static void writeHolder(SteadyChannel channel) {
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    try {
      channel.truncate(0);
      channel.writeFully(ByteBuffer.wrap(pid), 0);
    } catch (IOException e) {
      // It is for a message alone, and a full disk must not keep a store from opening.
    }
  }

  private static String holder(SteadyChannel channel) {
    try {
      ByteBuffer found = ByteBuffer.allocate(HOLDER_BYTES);
      int bytes = channel.readFully(found, 0);
      String pid = new String(found.array(), 0, bytes, StandardCharsets.US_ASCII);
      return pid.matches("[0-9]+") ? pid : "unknown";
    } catch (IOException e) {
      // Where locks are mandatory, a file that another process has locked cannot be read.
      return "unknown";
    }
  }

  @Override
  public synchronized void close() {
    // Once only: by the second time somebody else may hold the lock.
    if (!held) {
      return;
    }
    held = false;
    try {
      channel.close();
    } catch (IOException e) {
      throw Failures.failed(path.toString(), "unlock", e);
    } finally {
      HELD.remove(path);
    }
  }
}

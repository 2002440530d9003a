package dev.cairn.internal.vfs;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.cairn.StoreIOException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a file of an {@link OsVfs}.
 *
 * <p>Positional calls go to a channel that an interrupt of any thread closes for all. Whoever then
 * finds it closed opens the file again, unless another thread has done so, and repeats the call; by
 * being positional it may be repeated. What may not be repeated, the sync, goes to a second channel
 * that interrupts cannot close.
 */
final class OsFile implements VfsFile {
  /** Most of one call: for heap segments the channel sets aside a native buffer as large. */
  private static final int TRANSFER_BYTES = 1 << 20;

  private static final int ZERO_BYTES = 1 << 20;

  private final OsVfs vfs;
  private final String name;
  private final OpenMode mode;

  /** Windows that sync must flush by itself; empty where the system does so. */
  private final List<OsWindow> windows = new CopyOnWriteArrayList<>();

  // Written under the directory's monitor: it orders opening again, renaming, deleting and closing.
  private volatile Path path;
  private volatile @Nullable SteadyChannel steady;
  private boolean nameless;
  private volatile PositionalChannel channel;
  private volatile boolean closed;

  private OsFile(
      OsVfs vfs,
      Path path,
      OpenMode mode,
      PositionalChannel channel,
      @Nullable SteadyChannel steady) {
    this.vfs = vfs;
    this.name = String.valueOf(path.getFileName());
    this.path = path;
    this.mode = mode;
    this.channel = channel;
    this.steady = steady;
  }

  /** Opens the file; with the directory's monitor held. */
  static OsFile open(OsVfs vfs, Path path, OpenMode mode) throws IOException {
    if (mode != OpenMode.CREATE) {
      RegularFile.require(path);
    }
    FileChannel direct =
        mode == OpenMode.CREATE
            ? FileChannel.open(path, READ, WRITE, CREATE_NEW)
            : openAgain(path, mode);
    try {
      // Readers never sync; they get their steady channel only when they need it.
      SteadyChannel steady = mode == OpenMode.READ ? null : openSteady(path, mode);
      return new OsFile(vfs, path, mode, new DirectChannel(direct), steady);
    } catch (IOException e) {
      try (direct) {
        if (mode == OpenMode.CREATE) {
          Files.delete(path);
        }
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private static FileChannel openAgain(Path path, OpenMode mode) throws IOException {
    return mode == OpenMode.READ
        ? FileChannel.open(path, READ)
        : FileChannel.open(path, READ, WRITE);
  }

  private static SteadyChannel openSteady(Path path, OpenMode mode) throws IOException {
    return mode == OpenMode.READ
        ? SteadyChannel.open(path, READ)
        : SteadyChannel.open(path, READ, WRITE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    try {
      return repeatable(PositionalChannel::size);
    } catch (IOException e) {
      throw failed("size", e);
    }
  }

  @Override
  public int read(long position, MemorySegment target, long offset, int bytes) {
    Arguments.requireTransfer(position, target, offset, bytes);
    int done = 0;
    try {
      while (done < bytes) {
        int step = Math.min(bytes - done, TRANSFER_BYTES);
        ByteBuffer buffer = target.asSlice(offset + done, step).asByteBuffer();
        long at = position + done;
        int count = repeatable(current -> current.readFully(buffer, at));
        done += count;
        if (count < step) {
          break;
        }
      }
    } catch (IOException e) {
      throw failed(Failures.at("read", position, bytes), e);
    }
    return done;
  }

  @Override
  public void write(long position, MemorySegment source, long offset, long bytes) {
    Arguments.requireTransfer(position, source, offset, bytes);
    requireWritable();
    try {
      for (long done = 0; done < bytes; ) {
        long step = Math.min(bytes - done, TRANSFER_BYTES);
        ByteBuffer buffer = source.asSlice(offset + done, step).asByteBuffer();
        long at = position + done;
        done += repeatable(current -> current.writeFully(buffer, at));
      }
    } catch (IOException e) {
      throw failed(Failures.at("write", position, bytes), e);
    }
  }

  @Override
  public void sync() {
    SteadyChannel syncing = requireWritable();
    try {
      // On Linux fdatasync also writes the pages that were changed through mappings of the file;
      // elsewhere the mappings are flushed by themselves first.
      for (OsWindow window : windows) {
        window.flush();
      }
      syncing.sync();
    } catch (IOException e) {
      throw failed("sync", e);
    }
  }

  @Override
  public void truncate(long bytes) {
    Arguments.requireNotNegative("bytes", bytes);
    SteadyChannel cutting = requireWritable();
    try {
      cutting.truncate(bytes);
    } catch (IOException e) {
      throw failed("truncate to " + bytes + " bytes", e);
    }
  }

  @Override
  public void allocate(long bytes) {
    Arguments.requireNotNegative("bytes", bytes);
    requireWritable();
    long before = size();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment zeros = arena.allocate(ZERO_BYTES);
      for (long at = before; at < bytes; at += ZERO_BYTES) {
        write(at, zeros, 0, Math.min(bytes - at, ZERO_BYTES));
      }
    } catch (StoreIOException e) {
      // Gives the disk back what could not be used.
      try {
        truncate(before);
      } catch (StoreIOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  @Override
  public VfsWindow map(long bytes) {
    requireWritable();
    Arguments.requireWindow(where(), bytes, size());
    MappedBytes mapped;
    try {
      mapped = repeatable(current -> current.map(bytes));
    } catch (IOException e) {
      throw failed(Failures.at("map", 0, bytes), e);
    }
    var window = new OsWindow(where(), mapped, windows::remove);
    if (!OsVfs.SYNC_COVERS_MAPPINGS) {
      windows.add(window);
    }
    return window;
  }

  @Override
  public void close() {
    synchronized (vfs.names) {
      if (closed) {
        return;
      }
      closed = true;
      vfs.openFiles.remove(this);
    }
    // Without the monitor: if the file was deleted, the system frees its blocks now, all of them.
    try {
      try {
        channel.close();
      } finally {
        if (steady != null) {
          steady.close();
        }
      }
    } catch (IOException e) {
      throw Failures.failed(where(), "close", e);
    }
  }

  /** Prepares for the loss of the name; with the directory's monitor held. */
  void loseName() throws IOException {
    if (steady == null) {
      steady = openSteady(path, mode);
    }
    nameless = true;
  }

  /** Follows a rename; with the directory's monitor held. */
  void moveTo(Path newPath) {
    path = newPath;
  }

  boolean isAt(Path candidate) {
    return !nameless && path.equals(candidate);
  }

  private SteadyChannel requireWritable() {
    requireOpen();
    Arguments.requireWritable(where(), mode);
    return Objects.requireNonNull(steady);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }

  private <R> R repeatable(PositionalCall<R> call) throws IOException {
    requireOpen();
    // An interrupt that is pending already would close the channel at once, and for nothing.
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        PositionalChannel current = channel;
        try {
          return call.on(current);
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          replace(current);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // The very channel that was found closed.
  private void replace(PositionalChannel broken) throws IOException {
    synchronized (vfs.names) {
      requireOpen();
      if (channel == broken) {
        channel =
            nameless ? Objects.requireNonNull(steady) : new DirectChannel(openAgain(path, mode));
      }
    }
  }

  private RuntimeException failed(String operation, IOException cause) {
    return closed
        ? new IllegalStateException("closed")
        : Failures.failed(where(), operation, cause);
  }

  private String where() {
    return path.toString();
  }

  /** A call that may be repeated on another channel of the same file. */
  @FunctionalInterface
  private interface PositionalCall<R> {
    R on(PositionalChannel channel) throws IOException;
  }
}

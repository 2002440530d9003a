package dev.cairn.internal.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor that no interrupt can close.
 *
 * <p>Sync, truncate, size and lock of an AsynchronousFileChannel run on the caller's thread and
 * take no notice of interrupts. That matters most for sync: a FileChannel whose force fails while
 * its thread is interrupted throws ClosedByInterruptException in place of the I/O error, and to
 * repeat the force would then be to report data as durable that the system has already dropped.
 *
 * <p>Reads and writes go by way of another thread, so they are slow. They serve files that have
 * lost their name, which cannot be opened again after an interrupt.
 */
final class SteadyChannel implements PositionalChannel {
  private static final int TRANSFER_BYTES = 64 << 10;

  private final AsynchronousFileChannel channel;

  private SteadyChannel(AsynchronousFileChannel channel) {
    this.channel = channel;
  }

  static SteadyChannel open(Path path, OpenOption... options) throws IOException {
    return new SteadyChannel(AsynchronousFileChannel.open(path, options));
  }

  void sync() throws IOException {
    channel.force(false);
  }

  /**
   * Also brings metadata to the device that reading the file back does not need; for directories.
   */
  void syncWithMetadata() throws IOException {
    channel.force(true);
  }

  void truncate(long bytes) throws IOException {
    channel.truncate(bytes);
  }

  @Nullable FileLock tryLock() throws IOException {
    return channel.tryLock();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    // Through a buffer of our own: the channel refuses memory that only the caller's thread may
    // touch.
    ByteBuffer passing = ByteBuffer.allocate(Math.min(TRANSFER_BYTES, target.remaining()));
    int count = await(channel.read(passing, position));
    target.put(passing.flip());
    return count;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    ByteBuffer passing = ByteBuffer.allocate(Math.min(TRANSFER_BYTES, source.remaining()));
    passing.put(0, source, source.position(), passing.capacity());
    int count = await(channel.write(passing, position));
    source.position(source.position() + count);
    return count;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public MappedBytes map(long bytes) throws IOException {
    throw new IOException("the file was deleted while open");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static int await(Future<Integer> transfer) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return transfer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

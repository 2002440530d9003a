package dev.cairn.testkit.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A channel that tells when it has been forced. */
final class RecordedChannel extends AsynchronousFileChannel {
  private final AsynchronousFileChannel channel;
  private final Runnable whenForced;

  RecordedChannel(AsynchronousFileChannel channel, Runnable whenForced) {
    this.channel = channel;
    this.whenForced = whenForced;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    channel.force(metaData);
    whenForced.run();
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public AsynchronousFileChannel truncate(long size) throws IOException {
    channel.truncate(size);
    return this;
  }

  @Override
  public <A> void lock(
      long position,
      long size,
      boolean shared,
      A attachment,
      CompletionHandler<FileLock, ? super A> handler) {
    channel.lock(position, size, shared, attachment, handler);
  }

  @Override
  public Future<FileLock> lock(long position, long size, boolean shared) {
    return channel.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return channel.tryLock(position, size, shared);
  }

  @Override
  public <A> void read(
      ByteBuffer target,
      long position,
      A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    channel.read(target, position, attachment, handler);
  }

  @Override
  public Future<Integer> read(ByteBuffer target, long position) {
    return channel.read(target, position);
  }

  @Override
  public <A> void write(
      ByteBuffer source,
      long position,
      A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    channel.write(source, position, attachment, handler);
  }

  @Override
  public Future<Integer> write(ByteBuffer source, long position) {
    return channel.write(source, position);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

package dev.cairn.internal.vfs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * Reads and writes on the caller's thread. An interrupt of any thread inside closes the channel for
 * all of them: {@link OsFile} then replaces it.
 */
final class DirectChannel implements PositionalChannel {
  private final FileChannel channel;

  DirectChannel(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return channel.read(target, position);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return channel.write(source, position);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // The window closes it.
  public MappedBytes map(long bytes) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      return new MappedBytes(arena, channel.map(MapMode.READ_WRITE, 0, bytes, arena));
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

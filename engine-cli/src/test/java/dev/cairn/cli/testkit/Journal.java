package dev.cairn.cli.testkit;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import dev.cairn.WriteBatch;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A file to which batches are appended, each with one write, so that it survives {@code kill -9}.
 */
final class Journal implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
  private static final String FILE = "journal";
  private static final int HEADER_BYTES = 8;

  private final Path directory;
  private final FileChannel channel;

  private Journal(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static Journal open(Path directory, String engine) {
    try {
      Files.createDirectories(directory);
      Path real = directory.toRealPath();
      Path header = real.resolve("STORE");
      if (!Files.exists(header)) {
        try (Stream<Path> files = Files.list(real)) {
          if (files.findAny().isPresent()) {
            throw new IncompatibleFormatException(
                directory + ": expected a store, found other files");
          }
        }
        Files.writeString(header, "cairn " + engine + " 1\n\0binary");
      }
      if (!OPEN.add(real)) {
        throw new StoreLockedException(directory + ": is open already");
      }
      return new Journal(
          real,
          FileChannel.open(
              real.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException failure) {
      throw new StoreIOException(directory + ": " + failure, failure);
    }
  }

  /** Shows the batches, and cuts what the last crash left half written. */
  void replay(Consumer<byte[]> batches) {
    try {
      Path file = directory.resolve(FILE);
      long position = 0;
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        while (position < Files.size(file)) {
          byte[] batch = read(in, position);
          batches.accept(batch);
          position += HEADER_BYTES + batch.length;
        }
      } catch (EOFException torn) {
        channel.truncate(position);
      }
      channel.position(position);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] read(DataInputStream in, long position) throws IOException {
    int length = in.readInt();
    int checksum = in.readInt();
    byte[] batch = in.readNBytes(length);
    if (batch.length < length) {
      throw new EOFException();
    }
    if (checksum(batch) != checksum) {
      throw new CorruptionException(
          FILE,
          position,
          "checksum",
          Integer.toHexString(checksum),
          Integer.toHexString(checksum(batch)));
    }
    return batch;
  }

  synchronized void append(WriteBatch batch) {
    batch.encoding((bytes, length) -> {
      byte[] copy = Arrays.copyOf(bytes, length);
      ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + length);
      record.putInt(length).putInt(checksum(copy)).put(copy).flip();
      try {
        while (record.hasRemaining()) {
          channel.write(record);
        }
      } catch (IOException failure) {
        throw new StoreIOException(directory + ": " + failure, failure);
      }
      return copy;
    });
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  long bytes() {
    try {
      return channel.size();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    OPEN.remove(directory);
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.cairn.internal.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file descriptor, to be read and written by position. */
interface PositionalChannel {
  int read(ByteBuffer target, long position) throws IOException;

  int write(ByteBuffer source, long position) throws IOException;

  long size() throws IOException;

  /** Maps the first bytes for writing, in a shared arena. */
  MappedBytes map(long bytes) throws IOException;

  void close() throws IOException;

  /** Reads until the buffer is full or the file ends; returns how many bytes were read. */
  default int readFully(ByteBuffer target, long position) throws IOException {
    target.clear();
    while (target.hasRemaining() && read(target, position + target.position()) >= 0) {}
    return target.position();
  }

  /** Writes all of the buffer; returns how many bytes those are. */
  default int writeFully(ByteBuffer source, long position) throws IOException {
    source.clear();
    while (source.hasRemaining()) {
      write(source, position + source.position());
    }
    return source.position();
  }
}

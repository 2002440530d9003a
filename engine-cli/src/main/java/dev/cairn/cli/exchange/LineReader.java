package dev.cairn.cli.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines and counts them. A line ends at a line feed or at the end of the input; a carriage
 * return before that belongs to the end, not to the line.
 *
 * <p>Read by one thread; the two counts may be asked for by others.
 */
final class LineReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int limit;
  private final LineBytes line = new LineBytes();
  private long lineNumber;
  private final AtomicLong bytesRead = new AtomicLong();

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The bytes of one line, without a copy of them. */
  private static final class LineBytes extends ByteArrayOutputStream {
    String decode() throws CharacterCodingException {
      int length = count > 0 && buf[count - 1] == '\r' ? count - 1 : count;
      return StrictUtf8.decode(buf, length);
    }
  }

  /** The number of the line that was read last; the first is 1. */
  long lineNumber() {
    return lineNumber;
  }

  /** Bytes taken from the input, a buffer at a time. */
  long bytesRead() {
    return bytesRead.get();
  }

  /**
   * The next line, or null at the end of the input. After a bad line, reading goes on behind it.
   *
   * @throws BadLineException if the line is not UTF-8
   */
  @Nullable String readLine() throws IOException, BadLineException {
    line.reset();
    boolean any = false;
    while (next < limit || fill()) {
      any = true;
      int end = indexOfLineFeed();
      line.write(buffer, next, end - next);
      next = end;
      if (end < limit) {
        next++;
        break;
      }
    }
    if (!any) {
      return null;
    }
    lineNumber++;
    try {
      return line.decode();
    } catch (CharacterCodingException notText) {
      throw new BadLineException("not UTF-8");
    }
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer);
    next = 0;
    limit = Math.max(count, 0);
    bytesRead.addAndGet(limit);
    return limit > 0;
  }

  private int indexOfLineFeed() {
    int i = next;
    while (i < limit && buffer[i] != '\n') {
      i++;
    }
    return i;
  }
}

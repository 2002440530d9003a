package dev.cairn.cli.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.Progress;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;

/** Writes all pairs of a store as lines of text. */
public final class Exporter {
  private final Session session;
  private final Format format;
  private final Encoding encoding;

  /**
   * Chooses how.
   *
   * @param session where progress is shown
   * @param format how a line is laid out
   * @param encoding how bytes are written
   */
  public Exporter(Session session, Format format, Encoding encoding) {
    this.session = session;
    this.format = format;
    this.encoding = encoding;
  }

  /**
   * Writes the pairs in the store's own order, which is that of the keys if the engine knows one.
   *
   * @param store where they come from
   * @param out where they go; flushed, and left open
   * @return how many pairs were written
   * @throws IOException if they cannot be written
   */
  public long run(KeyValueStore store, OutputStream out) throws IOException {
    AtomicLong count = new AtomicLong();
    StringBuilder line = new StringBuilder();
    try (Progress _ =
        session.progress("export", store.stats().entryCount(), Unit.ENTRIES, count::get)) {
      store.forEach((key, value) -> {
        session.requireGoingOn();
        line.setLength(0);
        format.append(line, encoded(key), encoded(value));
        write(out, line.append('\n').toString().getBytes(UTF_8));
        count.setRelease(count.getPlain() + 1);
      });
      out.flush();
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
    return count.get();
  }

  private String encoded(MemorySegment bytes) {
    return encoding.encode(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  private static void write(OutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

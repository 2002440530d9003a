package dev.cairn.cli.exchange;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.Limits;
import dev.cairn.WriteBatch;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Progress;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Unit;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts pairs into a store that are read as lines of text.
 *
 * <p>Pairs are written in batches, each all or nothing. However an import ends, it has applied
 * exactly the first so many lines and says how many: bad input ends it only after the good lines
 * before it are applied, and a batch that failed is not counted because it did nothing.
 */
public final class Importer {
  private static final int BATCH_PAIRS = 1_000;
  private static final int BATCH_BYTES = 4 << 20;
  private static final int SKIPS_SHOWN = 10;

  private final Session session;
  private final Format format;
  private final Encoding encoding;
  private final OnBadLine onBadLine;

  private final WriteBatch batch = new WriteBatch();
  private long batchLastLine;
  private long appliedLines;
  private long pairCount;
  private long skippedCount;

  /**
   * Chooses how.
   *
   * @param session where progress and skipped lines are shown
   * @param format how a line is laid out
   * @param encoding how bytes are written
   * @param onBadLine what to do with a line that cannot be read
   */
  public Importer(Session session, Format format, Encoding encoding, OnBadLine onBadLine) {
    this.session = session;
    this.format = format;
    this.encoding = encoding;
    this.onBadLine = onBadLine;
  }

  /**
   * Imports. To be called once.
   *
   * @param store where the pairs go
   * @param in where the lines come from
   * @param inputBytes how long the input is, or 0 if nobody knows
   * @return what was done
   * @throws IOException if the input cannot be read
   * @throws CommandFailure at the first bad line, unless such lines are skipped
   */
  public ImportReport run(KeyValueStore store, InputStream in, long inputBytes) throws IOException {
    LineReader lines = new LineReader(in);
    boolean complete = false;
    try (Progress _ = session.progress("import", inputBytes, Unit.BYTES, lines::bytesRead)) {
      while (importLine(lines, store)) {
        session.requireGoingOn();
      }
      apply(store);
      complete = true;
    } finally {
      if (!complete) {
        session.say(
            "import stopped: " + Figures.count(appliedLines) + " lines were applied, none after");
      }
    }
    if (skippedCount > SKIPS_SHOWN) {
      session.say(Figures.count(skippedCount - SKIPS_SHOWN) + " more bad lines were skipped");
    }
    return new ImportReport(pairCount, skippedCount);
  }

  /** Reads a line into the batch; false at the end of the input. */
  private boolean importLine(LineReader lines, KeyValueStore store) throws IOException {
    try {
      @Nullable String line = lines.readLine();
      if (line == null) {
        return false;
      }
      if (!line.isEmpty()) {
        add(format.parse(line), store);
      }
      batchLastLine = lines.lineNumber();
    } catch (BadLineException bad) {
      String what = "line " + lines.lineNumber() + ": " + bad.getMessage();
      if (onBadLine == OnBadLine.STOP) {
        apply(store);
        throw new CommandFailure(ExitCode.MISMATCH, what);
      }
      if (++skippedCount <= SKIPS_SHOWN) {
        session.say(what + "; skipped");
      }
      batchLastLine = lines.lineNumber();
    }
    return true;
  }

  private void add(Fields fields, KeyValueStore store) throws BadLineException {
    byte[] key = encoding.decode(fields.key());
    byte[] value = encoding.decode(fields.value());
    try {
      Limits.requireKeyBytes(key.length);
      Limits.requireValueBytes(value.length);
    } catch (IllegalArgumentException tooLarge) {
      throw new BadLineException(String.valueOf(tooLarge.getMessage()));
    }
    if (batch.operationCount() == BATCH_PAIRS
        || (!batch.isEmpty() && batch.encodedBytes() + (long) value.length > BATCH_BYTES)) {
      apply(store);
    }
    batch.put(key, value);
  }

  private void apply(KeyValueStore store) {
    if (!batch.isEmpty()) {
      store.write(batch, Durability.PROCESS);
      pairCount += batch.operationCount();
      batch.clear();
    }
    appliedLines = batchLastLine;
  }
}

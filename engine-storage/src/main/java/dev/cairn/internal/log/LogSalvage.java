package dev.cairn.internal.log;

import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.KeyRange;
import dev.cairn.internal.progress.Headway;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.salvage.SalvageOutput;
import dev.cairn.internal.vfs.Vfs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is whole in a damaged log. Each record is looked at alone: its checksum is right at
 * its place of its segment of its store only, so what is behind a damaged one is found again at the
 * next multiple of 8, and records of a batch count although others of it are lost.
 *
 * <p>Writes that no opening would accept any more, because a crash tore one before them, are found
 * too: they were written, though nobody was promised that they stay.
 */
public final class LogSalvage {
  private static final int SHOWN_KEY_BYTES = 64;
  private static final long NEVER_FORCED = Long.MAX_VALUE / 2;

  private final LogDamages damages;
  private final LogVisitor visitor;

  private LogSalvage(LogDamages damages, LogVisitor visitor) {
    this.damages = damages;
    this.visitor = visitor;
  }

  /**
   * Shows all operations that are whole, in their order.
   *
   * @param files the store's files, which are not changed
   * @param storeSeed the store's seed
   * @param start what the owner knows of its log, or null if that is damaged too; then also
   *     segments are read that were given up before a crash, and had not been deleted
   * @param output told of damage
   * @param visitor sees the operations; of the segment it may ask for id and base position
   */
  public static void read(
      Vfs files,
      long storeSeed,
      @Nullable LogStart start,
      SalvageOutput output,
      LogVisitor visitor) {
    LogDamages damages = new LogDamages(output);
    LogSalvage salvage = new LogSalvage(damages, visitor);
    List<LogPiece> pieces = LogPieces.find(files, storeSeed, start, output, damages);
    for (LogPiece piece : pieces) {
      boolean isGivenUp = pieces.stream().anyMatch(piece::isReplacedBy);
      piece.read(
          files,
          storeSeed,
          output,
          (segment, memory) -> {
            salvage.scan(piece, isGivenUp, segment, memory);
            Headway.made(memory.byteSize());
          });
    }
    damages.finish();
  }

  /**
   * The store's seed as most segments have it in their headers.
   *
   * @param files the store's files
   * @return the seed, if there is a sound header
   */
  public static OptionalLong seed(Vfs files) {
    return LogPieces.seed(files);
  }

  /**
   * Takes an operation as it stands in a log.
   *
   * @param memory where its record lies
   * @param offset where it begins
   * @param output takes it
   */
  public static void apply(MemorySegment memory, long offset, SalvageOutput output) {
    byte[] key = key(memory, offset);
    byte[] value = value(memory, offset);
    switch (LogRecord.kind(memory, offset)) {
      case RecordFormat.PUT -> output.put(key, value);
      case RecordFormat.DELETE -> output.delete(key);
      default ->
          output.deleteRange(value.length == 0 ? KeyRange.from(key) : KeyRange.of(key, value));
    }
  }

  /**
   * A copy of a record's key.
   *
   * @param memory where its record lies
   * @param offset where it begins
   * @return the key
   */
  public static byte[] key(MemorySegment memory, long offset) {
    return memory
        .asSlice(LogRecord.keyOffset(offset), LogRecord.keyBytes(memory, offset))
        .toArray(ValueLayout.JAVA_BYTE);
  }

  /**
   * A copy of a record's value.
   *
   * @param memory where its record lies
   * @param offset where it begins
   * @return the value
   */
  public static byte[] value(MemorySegment memory, long offset) {
    long valueOffset = LogRecord.keyOffset(offset) + LogRecord.keyBytes(memory, offset);
    return memory
        .asSlice(valueOffset, LogRecord.valueBytes(memory, offset))
        .toArray(ValueLayout.JAVA_BYTE);
  }

  private void scan(LogPiece piece, boolean isGivenUp, LogSegment segment, MemorySegment memory) {
    // What other segments say was forced is not what this one had at these positions.
    long base = isGivenUp ? NEVER_FORCED : piece.base();
    long limit = memory.byteSize();
    long wholeEnd = LogFormat.HEADER_BYTES;
    for (long at = wholeEnd; at < limit; ) {
      if (LogScanner.isWhole(segment, memory, at, limit)) {
        if (wholeEnd < at) {
          reportLost(piece, base, memory, wholeEnd, at);
        }
        byte kind = LogRecord.kind(memory, at);
        if (kind == RecordFormat.MARK) {
          damages.noteForced(memory.get(LogFormat.LONG, at + LogFormat.MARK_POSITION_OFFSET));
        } else if (kind != RecordFormat.BATCH) {
          visitor.visit(segment, memory, at);
        }
        at += LogRecord.bytes(memory, at);
        wholeEnd = at;
      } else {
        at += RecordFormat.ALIGNMENT_BYTES;
      }
    }
    long end = Math.max(piece.knownEnd(), lastNonZero(memory, wholeEnd));
    if (wholeEnd < end) {
      reportLost(piece, base, memory, wholeEnd, end);
    }
  }

  /** Where the last byte that is not zero ends, or the offset to begin at if there is none. */
  static long lastNonZero(MemorySegment memory, long from) {
    for (long at = memory.byteSize() - Long.BYTES; at >= from; at -= Long.BYTES) {
      if (memory.get(LogFormat.LONG, at) != 0) {
        return at + Long.BYTES;
      }
    }
    return from;
  }

  /**
   * Says what stood between two records. A record began there; if by its header it ends where the
   * next one begins, the header is believed. The key is not: the damage may be in it.
   */
  private void reportLost(LogPiece piece, long base, MemorySegment memory, long from, long to) {
    String what = "records";
    Consequence consequence = Consequence.PAIRS_MAY_BE_LOST;
    if (isOneRecord(memory, from, to)) {
      byte kind = LogRecord.kind(memory, from);
      if (isControl(memory, from)) {
        what = "a record without a pair";
        consequence = Consequence.NONE;
      } else if (kind == RecordFormat.PUT) {
        what = "a put, perhaps of the key 0x" + hexKey(memory, from);
      } else if (kind == RecordFormat.DELETE) {
        what = "a delete, perhaps of the key 0x" + hexKey(memory, from);
        consequence = Consequence.OLD_PAIRS_MAY_RETURN;
      } else if (kind == RecordFormat.DELETE_RANGE) {
        what = "a delete of a range, perhaps from the key 0x" + hexKey(memory, from);
        consequence = Consequence.OLD_PAIRS_MAY_RETURN;
      }
    }
    damages.add(new Damage(piece.name(), from, to - from, what, consequence, null), base + from);
  }

  private static String hexKey(MemorySegment memory, long offset) {
    byte[] key = key(memory, offset);
    return HexFormat.of().formatHex(key, 0, Math.min(key.length, SHOWN_KEY_BYTES))
        + (key.length > SHOWN_KEY_BYTES ? "..." : "");
  }

  private static boolean isOneRecord(MemorySegment memory, long from, long to) {
    return memory.byteSize() - from >= RecordFormat.HEADER_BYTES
        && LogRecord.valueBytes(memory, from) >= 0
        && from + LogRecord.bytes(memory, from) == to
        && to <= memory.byteSize();
  }

  private static boolean isControl(MemorySegment memory, long at) {
    int valueBytes = LogRecord.valueBytes(memory, at);
    return LogRecord.keyBytes(memory, at) == 0
        && switch (LogRecord.kind(memory, at)) {
          case RecordFormat.MARK -> valueBytes == Long.BYTES;
          case RecordFormat.BATCH -> valueBytes == LogFormat.BATCH_VALUE_BYTES;
          default -> false;
        };
  }
}

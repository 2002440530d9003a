package dev.cairn.internal.log;

import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.log.LogStart.KnownSegment;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.salvage.SalvageOutput;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds the segments of a damaged log and their order, and says which are missing. */
final class LogPieces {
  private final Vfs files;
  private final long storeSeed;
  private final @Nullable LogStart start;
  private final SalvageOutput output;
  private final LogDamages damages;
  private final Map<Long, KnownSegment> listed = new HashMap<>();

  // Where the records of segments end that were read for it, by their ids.
  private final Map<Long, Long> ends = new HashMap<>();

  // What most segments have room for: the least that a sound header says.
  private long usualBytes = Long.MAX_VALUE;

  // Files are looked at in the order of their ids.
  private boolean isBehindChainStart;

  private LogPieces(
      Vfs files,
      long storeSeed,
      @Nullable LogStart start,
      SalvageOutput output,
      LogDamages damages) {
    this.files = files;
    this.storeSeed = storeSeed;
    this.start = start;
    this.output = output;
    this.damages = damages;
    if (start != null) {
      damages.noteForced(start.durablePosition());
      start.sealed().forEach(known -> listed.put(known.id(), known));
    }
  }

  /**
   * The store's seed as most segments have it in their headers.
   *
   * @param files the store's files
   * @return the seed, if there is a sound header
   */
  static OptionalLong seed(Vfs files) {
    Map<Long, Integer> votes = new HashMap<>();
    for (String name : files.list()) {
      if (LogFormat.isSegmentName(name)) {
        SegmentHeader header = header(files, name);
        if (header != null && header.segmentId() == LogFormat.segmentId(name)) {
          votes.merge(header.storeSeed(), 1, Integer::sum);
        }
      }
    }
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> OptionalLong.of(most.getKey()))
        .orElse(OptionalLong.empty());
  }

  private static @Nullable SegmentHeader header(Vfs files, String name) {
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(name, OpenMode.READ)) {
      MemorySegment bytes = arena.allocate(LogFormat.HEADER_BYTES, Long.BYTES);
      file.read(0, bytes, 0, LogFormat.HEADER_BYTES);
      return SegmentHeader.parse(bytes);
    } catch (StoreIOException unreadable) {
      return null;
    }
  }

  /**
   * The segments of a log, as its owner knows it, in their order.
   *
   * @param files the store's files
   * @param storeSeed the store's seed
   * @param start what the owner knows, or null if nobody does; then all that there are
   * @param output told of what is damaged
   * @param damages told of what is missing
   */
  static List<LogPiece> find(
      Vfs files,
      long storeSeed,
      @Nullable LogStart start,
      SalvageOutput output,
      LogDamages damages) {
    return new LogPieces(files, storeSeed, start, output, damages).find();
  }

  private List<LogPiece> find() {
    List<LogPiece> pieces = new ArrayList<>();
    List<LogPiece> headless = new ArrayList<>();
    for (String name : files.list()) {
      if (LogFormat.isSegmentName(name)) {
        LogPiece piece = piece(name);
        if (piece != null) {
          (piece.base() == LogPiece.UNKNOWN ? headless : pieces).add(piece);
        }
      }
    }
    pieces.sort(Comparator.comparingLong(LogPiece::base));
    headless.sort(Comparator.comparingLong(LogPiece::id));
    headless.forEach(piece -> place(piece, pieces));
    reportMissing(pieces);
    if (start != null) {
      followChain(start, pieces);
    }
    return pieces;
  }

  /** What a file is, or null if it is not of the log as its owner knows it. */
  private @Nullable LogPiece piece(String name) {
    long id = LogFormat.segmentId(name);
    SegmentHeader header = header(files, name);
    if (header != null && header.version() > LogFormat.VERSION) {
      throw new IncompatibleFormatException(
          files.describe(name)
              + ": log format version "
              + header.version()
              + ", expected at most "
              + LogFormat.VERSION);
    }
    long size = Math.min(files.size(name), LogFormat.LARGEST_SEGMENT_BYTES);
    KnownSegment known = listed.get(id);
    if (header != null && header.storeSeed() == storeSeed && header.segmentId() == id) {
      boolean isLive =
          start == null || known != null || header.basePosition() >= start.chainPosition();
      long end = known == null ? LogPiece.UNKNOWN : known.end();
      usualBytes = Math.min(usualBytes, header.capacityBytes());
      isBehindChainStart |= header.basePosition() >= chainPosition();
      damages.noteForced(header.durablePosition());
      return isLive
          ? new LogPiece(name, id, header.basePosition(), header.capacityBytes(), end)
          : null;
    }
    LogPiece piece =
        known == null
            ? new LogPiece(name, id, LogPiece.UNKNOWN, size, LogPiece.UNKNOWN)
            : new LogPiece(name, id, known.basePosition(), size, known.end());
    boolean isUnused = header == null ? isNeverUsedOrGone(name) : isOfGone(header, piece);
    if (isUnused && known == null) {
      if (ends.containsKey(id)) { // It has no record that can be read, and is not read again.
        var _ = readEnd(piece, output);
      }
      return null;
    }
    output.damaged(
        new Damage(name, 0, LogFormat.HEADER_BYTES, "segment header", Consequence.NONE, null));
    return piece;
  }

  /**
   * Whether a file has the header of a segment that is gone, and nothing that lives. Positions grow
   * with ids; so behind a segment of the chain, records are of the chain too, and it is their own
   * header that did not reach the device. Before all of the chain they are dead: the file was of
   * two segments that are gone, and of the second only a part reached the device.
   *
   * <p>If nobody knows the chain, a header of an earlier id tells it all the same, for a file is
   * used again only when the device knows that its segment is gone; and the records of the later
   * segment, if there are any, are all taken.
   */
  private boolean isOfGone(SegmentHeader header, LogPiece piece) {
    long chain = start == null ? Long.MAX_VALUE : start.chainPosition();
    return header.isOfGone(storeSeed, piece.id(), chain)
        && !listed.containsKey(header.segmentId())
        && !((start == null || isBehindChainStart) && end(piece) > LogFormat.HEADER_BYTES);
  }

  /**
   * Whether the header is zeros: the segment was prepared, or its file is kept for another one and
   * its records are dead.
   */
  private boolean isNeverUsedOrGone(String name) {
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(name, OpenMode.READ)) {
      MemorySegment bytes = arena.allocate(LogFormat.HEADER_BYTES, Long.BYTES);
      file.read(0, bytes, 0, LogFormat.HEADER_BYTES);
      return LogSalvage.lastNonZero(bytes, 0) == 0;
    } catch (StoreIOException unreadable) {
      return false;
    }
  }

  /**
   * Gives a segment without a header its place: a gap in the positions that it fills, or else the
   * first that stands before a segment of a later id, or behind all. A gap before the chain is
   * none: what was there is gone, and a crash may have left a part of its header.
   */
  private void place(LogPiece piece, List<LogPiece> pieces) {
    long base = filledGap(piece, pieces);
    for (int i = -1; base == LogPiece.UNKNOWN; i++) {
      long gapStart = gapStart(pieces, i);
      LogPiece next = i + 1 < pieces.size() ? pieces.get(i + 1) : null;
      if (next == null || (gapStart < next.base() && piece.id() < next.id())) {
        base = gapStart;
      }
    }
    pieces.add(piece.at(base));
    pieces.sort(Comparator.comparingLong(LogPiece::base));
  }

  /**
   * Where a gap begins that a segment fills exactly, if there is one, best before a later id. Only
   * one that is larger than most may stand before an earlier id: it is made when a record needs it,
   * and what follows it was ready before. Where all are alike, ids say more than a size that many
   * have.
   */
  private long filledGap(LogPiece piece, List<LogPiece> pieces) {
    long filled = LogPiece.UNKNOWN;
    if (pieces.stream().allMatch(other -> other.capacityBytes() == piece.capacityBytes())) {
      return filled;
    }
    for (int i = -1; i + 1 < pieces.size(); i++) {
      LogPiece next = pieces.get(i + 1);
      long gapStart = gapStart(pieces, i);
      if (next.base() - gapStart == end(piece)) {
        if (piece.id() < next.id()) {
          return gapStart;
        }
        if (filled == LogPiece.UNKNOWN && piece.capacityBytes() > usualBytes) {
          filled = gapStart;
        }
      }
    }
    return filled;
  }

  /** Where the gap begins, if there is one, behind a segment; behind none if the index is -1. */
  private long gapStart(List<LogPiece> pieces, int index) {
    long end = index < 0 ? 0 : pieces.get(index).base() + end(pieces.get(index));
    return Math.max(end, chainPosition());
  }

  private long chainPosition() {
    return start == null ? 0 : start.chainPosition();
  }

  /** Where the last record of a segment ends. */
  private long end(LogPiece piece) {
    // What cannot be read is told of when the records are read.
    return ends.computeIfAbsent(piece.id(), _ -> readEnd(piece, output.withoutDamages()));
  }

  private long readEnd(LogPiece piece, SalvageOutput told) {
    long[] end = {LogFormat.HEADER_BYTES};
    piece.read(
        files,
        storeSeed,
        told,
        (segment, memory) -> {
          for (long at = LogFormat.HEADER_BYTES; at < memory.byteSize(); ) {
            if (LogScanner.isWhole(segment, memory, at, memory.byteSize())) {
              at += LogRecord.bytes(memory, at);
              end[0] = at;
            } else {
              at += RecordFormat.ALIGNMENT_BYTES;
            }
          }
        });
    return end[0];
  }

  private void reportMissing(List<LogPiece> pieces) {
    Map<Long, KnownSegment> missing = new HashMap<>(listed);
    pieces.forEach(piece -> missing.remove(piece.id()));
    for (KnownSegment known : missing.values()) {
      output.damaged(
          new Damage(
              LogFormat.fileName(known.id()),
              0,
              known.end(),
              "a segment that is missing",
              Consequence.PAIRS_MAY_BE_LOST,
              null));
    }
  }

  /**
   * Says of the segments that follow each other where their records end: where the next begins, or
   * at least where the owner knows that they did. What is between them otherwise is missing.
   */
  private void followChain(LogStart known, List<LogPiece> pieces) {
    long position = known.chainPosition();
    for (int i = 0; i < pieces.size(); i++) {
      LogPiece piece = pieces.get(i);
      if (piece.base() < known.chainPosition()) {
        continue;
      }
      if (position < piece.base()) {
        reportGap(position, piece.base());
      }
      long next = i + 1 < pieces.size() ? pieces.get(i + 1).base() : known.durablePosition();
      if (next - piece.base() > piece.capacityBytes()) {
        position = piece.base() + end(piece);
      } else {
        pieces.set(i, next > piece.base() ? piece.endingAt(next - piece.base()) : piece);
        position = next;
      }
    }
    if (position < known.durablePosition()) {
      reportGap(position, known.durablePosition());
    }
  }

  private void reportGap(long from, long to) {
    damages.add(
        new Damage(
            "log",
            from,
            to - from,
            "a segment that is missing",
            Consequence.PAIRS_MAY_BE_LOST,
            null),
        from);
  }
}

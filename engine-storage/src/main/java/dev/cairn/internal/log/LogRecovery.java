package dev.cairn.internal.log;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.MemoryBudgetException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.event.RecoveryEvent;
import dev.cairn.internal.log.LogStart.KnownSegment;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens a log and finds out what a crash left of it.
 *
 * <p>The log ends at the first record that is not whole. If anything says that the log was on the
 * device beyond that record, it is damage and the log does not open; the owner's lists, marks in
 * later records and headers of later segments say so. Otherwise it is a write that nobody was
 * promised, and what follows it is cut off, in whatever order the system had written it.
 */
public final class LogRecovery {
  /** The least that a disk writes as a whole. */
  private static final int SECTOR_BYTES = 512;

  private static final long PIECE_BYTES = 1 << 20;

  /** A segment's file with what its header says. */
  private record Candidate(VfsFile file, SegmentHeader header) {}

  private final LogSettings settings;
  private final Vfs files;
  private final LogStart start;
  private final LogVisitor replay;
  private final SegmentMemory memory;
  private final AddressSpace addresses;
  private final List<LogSegment> segments = new ArrayList<>();
  private final List<VfsFile> unwanted = new ArrayList<>();
  private final Map<Long, Candidate> byId = new HashMap<>();
  private long highestId;

  private LogRecovery(
      LogSettings settings, Vfs files, LogStart start, Function<AddressSpace, LogVisitor> replay) {
    this.settings = settings;
    this.files = files;
    this.start = start;
    this.memory = settings.memory();
    this.highestId = start.nextSegmentId() - 1;
    this.addresses = new AddressSpace(settings.segmentBytes());
    this.replay = replay.apply(addresses);
  }

  /**
   * Opens the log that is there, or a new one.
   *
   * @param settings what the log is made of
   * @param start what the owner knows
   * @param replay given where segments will be found, makes what sees the operations from the
   *     owner's replay position on
   * @return the log, ready to append
   * @throws CorruptionException if something that was on the device is missing or damaged; no file
   *     has been changed then
   */
  public static Log open(
      LogSettings settings, LogStart start, Function<AddressSpace, LogVisitor> replay) {
    Vfs files = settings.files();
    if (files == null) {
      AddressSpace addresses = new AddressSpace(settings.segmentBytes());
      var _ = replay.apply(addresses); // Nothing to see, but its owner wants the addresses.
      FailureLatch latch = new FailureLatch();
      SegmentPreparer preparer =
          new SegmentPreparer(
              null, settings.segmentBytes(), settings.memory(), latch, settings.background(), 0, 1);
      return new Log(settings, preparer, addresses, latch, List.of(), null, 0, 0);
    }
    return new LogRecovery(settings, files, start, replay).recover();
  }

  private Log recover() {
    long begin = System.nanoTime();
    try {
      findCandidates();
      start.numbers().forEach(this::takeNumber);
      for (KnownSegment known : start.sealed()) {
        openKnown(known);
      }
      LogSegment tail = followChain();
      removeUnwanted();
      record(System.nanoTime() - begin);
      FailureLatch latch = new FailureLatch();
      SegmentPreparer preparer =
          new SegmentPreparer(
              files,
              settings.segmentBytes(),
              memory,
              latch,
              settings.background(),
              settings.keptFiles(),
              highestId + 1);
      return new Log(
          settings,
          preparer,
          addresses,
          latch,
          segments,
          tail,
          start.chainPosition(),
          start.durablePosition());
    } catch (RuntimeException | Error failure) {
      closeAll();
      throw failure;
    }
  }

  /**
   * Elsewhere, because the first event in a process makes the JVM set up its recorder, which takes
   * a tenth of a second whether anything is recorded or not.
   */
  private void record(long nanos) {
    int segmentCount = segments.size();
    long end = segmentCount == 0 ? start.chainPosition() : segments.getLast().endPosition();
    settings
        .background()
        .execute(() -> {
          RecoveryEvent event = new RecoveryEvent();
          event.nanos = nanos;
          event.segmentCount = segmentCount;
          event.fromPosition = start.replayPosition();
          event.toPosition = end;
          event.commit();
        });
  }

  private void findCandidates() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(LogFormat.HEADER_BYTES);
      for (String name : files.list()) {
        if (LogFormat.isSegmentName(name)) {
          highestId = Math.max(highestId, LogFormat.segmentId(name));
          findCandidate(files.open(name, OpenMode.WRITE), bytes.fill((byte) 0));
        }
      }
    }
  }

  private void findCandidate(VfsFile file, MemorySegment bytes) {
    unwanted.add(file); // Until somebody wants it; so a failure closes it.
    file.read(0, bytes, 0, LogFormat.HEADER_BYTES);
    SegmentHeader header = SegmentHeader.parse(bytes);
    if (header == null) {
      requireNeverUsed(file, bytes);
      return;
    }
    if (header.version() > LogFormat.VERSION) {
      throw new IncompatibleFormatException(
          files.describe(file.name())
              + ": log format version "
              + header.version()
              + ", expected at most "
              + LogFormat.VERSION);
    }
    if (header.isOfGone(
            settings.storeSeed(), LogFormat.segmentId(file.name()), start.chainPosition())
        && !isListed(header.segmentId())) {
      return;
    }
    if (header.storeSeed() != settings.storeSeed()
        || header.segmentId() != LogFormat.segmentId(file.name())
        || header.capacityBytes() <= 0
        || header.capacityBytes() % settings.segmentBytes() != 0
        || header.capacityBytes() - settings.segmentBytes() >= LogFormat.LARGEST_CONTENT_BYTES) {
      throw new CorruptionException(
          file.name(), 0, "segment header", "one of this store and file", header.toString());
    }
    byId.put(header.segmentId(), new Candidate(file, header));
  }

  private boolean isListed(long id) {
    return start.sealed().stream().anyMatch(known -> known.id() == id);
  }

  /**
   * A segment was prepared and never used if its header is zeros, and was begun in a crash if
   * nothing is behind a part of a header in its sector: a sector reaches the disk as it was at some
   * instant, and the header is written before the first record. What is in other sectors says
   * nothing, because they may have reached the disk in any order; marks in them are looked at.
   */
  private void requireNeverUsed(VfsFile file, MemorySegment header) {
    if (isZero(header)) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sector = arena.allocate(SECTOR_BYTES);
      SegmentLoader.readAll(file, sector, SECTOR_BYTES);
      if (!isZero(sector.asSlice(LogFormat.HEADER_BYTES))) {
        throw new CorruptionException(
            file.name(),
            0,
            "segment header",
            "a header whose checksum holds, because a record follows it",
            "one whose checksum fails");
      }
    }
  }

  private void takeNumber(long id, int number) {
    Candidate candidate = byId.get(id);
    if (candidate != null) {
      addresses.take(number, candidate.header.capacityBytes());
    }
  }

  private void openKnown(KnownSegment known) {
    Candidate candidate = byId.remove(known.id());
    if (candidate == null || candidate.header.basePosition() != known.basePosition()) {
      throw new CorruptionException(
          LogFormat.fileName(known.id()),
          0,
          "segment",
          "the segment that holds log position " + known.basePosition(),
          candidate == null ? "no such segment" : candidate.header.toString());
    }
    if (known.end() < LogFormat.HEADER_BYTES || known.end() > candidate.header.capacityBytes()) {
      throw new CorruptionException(
          LogFormat.fileName(known.id()),
          known.end(),
          "segment",
          "records that end here",
          candidate.header.toString());
    }
    LogSegment segment = newSegment(candidate);
    segment.recoverTo(known.end());
    if (segment.endPosition() > start.replayPosition()) {
      Block block = read(segment);
      segment.giveResidence(block);
      long end = scan(segment, block.memory(), known.end());
      if (end != known.end()) {
        throw damaged(segment, end, segment.endPosition());
      }
      memory.addNewest(segment); // Not before: what is being read must not be evicted.
    }
    segment.seal();
  }

  /**
   * Opens the segments from the chain position on, and returns the one to append to, if there is
   * one.
   */
  private @Nullable LogSegment followChain() {
    List<Candidate> chain =
        byId.values().stream()
            .filter(candidate -> candidate.header.basePosition() >= start.chainPosition())
            .sorted(Comparator.comparingLong(candidate -> candidate.header.basePosition()))
            .toList();
    long position = start.chainPosition();
    for (int i = 0; i < chain.size(); i++) {
      Candidate candidate = chain.get(i);
      if (candidate.header.basePosition() != position) {
        break;
      }
      long nextPosition =
          i + 1 < chain.size() ? chain.get(i + 1).header.basePosition() : Long.MAX_VALUE;
      LogSegment segment = openChained(candidate, nextPosition);
      position = segment.endPosition();
      if (!segment.isSealed()) {
        requireNothingForcedAfter(segment, chain.subList(i + 1, chain.size()));
        prepareTail(segment, candidate.file);
        return segment;
      }
    }
    long forced = forcedPosition(chain);
    if (position < forced) {
      throw new CorruptionException(
          "log",
          position,
          "segment",
          "a segment that begins at this log position, because all before "
              + forced
              + " was on the device",
          "none");
    }
    return null;
  }

  private LogSegment openChained(Candidate candidate, long nextPosition) {
    LogSegment segment = newSegment(candidate);
    Block block = read(segment);
    segment.giveResidence(block);
    long spanBytes = nextPosition - segment.basePosition();
    long limit = Math.min(spanBytes, segment.capacityBytes());
    segment.recoverTo(scan(segment, block.memory(), limit));
    writeAgain(segment, candidate.file, block.memory());
    if (segment.end() == spanBytes) {
      segment.seal();
      memory.addNewest(segment);
    }
    return segment;
  }

  /**
   * Writes the same bytes once more, from where nothing says that they are on the device. If a
   * force failed before the log was closed, the system shows them, thinks that they are written,
   * and would not write them at the next force either.
   */
  private void writeAgain(LogSegment segment, VfsFile file, MemorySegment bytes) {
    long from = Math.max(0, start.durablePosition() - segment.basePosition());
    if (from < segment.end()) {
      file.write(from, bytes, from, segment.end() - from);
    }
  }

  private LogSegment newSegment(Candidate candidate) {
    SegmentHeader header = candidate.header;
    Integer number = start.numbers().get(header.segmentId());
    SegmentPlace place =
        SegmentPlace.of(
            header.segmentId(),
            number != null ? number : addresses.take(header.capacityBytes()),
            settings.segmentBytes(),
            settings.storeSeed());
    LogSegment segment =
        new LogSegment(
            place, header.basePosition(), header.capacityBytes(), candidate.file, null, null);
    addresses.put(segment);
    unwanted.remove(candidate.file);
    segments.add(segment);
    return segment;
  }

  /** A segment's whole capacity in memory; what its file lacks is zeros. */
  private Block read(LogSegment segment) {
    Block block = take(segment.capacityBytes());
    try {
      MemorySegment bytes = block.memory();
      SegmentLoader.readAll(segment, bytes, bytes.byteSize());
      return block;
    } catch (RuntimeException failure) {
      memory.giveBack(block);
      throw failure;
    }
  }

  private Block take(long bytes) {
    try {
      return memory.take(bytes);
    } catch (MemoryBudgetException full) {
      replay.giveMemoryBack();
      return memory.take(bytes);
    }
  }

  /** Replays what the owner has not seen, checks the rest, and returns where the records end. */
  private long scan(LogSegment segment, MemorySegment bytes, long limit) {
    long seen = start.replayPosition() - segment.basePosition();
    if (seen <= LogFormat.HEADER_BYTES) {
      return LogScanner.scan(segment, bytes, LogFormat.HEADER_BYTES, limit, replay);
    }
    long from = Math.min(seen, limit);
    long end = LogScanner.end(segment, bytes, LogFormat.HEADER_BYTES, from);
    return end < from ? end : LogScanner.scan(segment, bytes, from, limit, replay);
  }

  private void requireNothingForcedAfter(LogSegment segment, List<Candidate> later) {
    long forced = forcedPosition(later);
    Residence residence = segment.residence();
    if (residence != null && !isZero(residence.memory().asSlice(segment.end()))) {
      MemorySegment bytes = residence.memory();
      forced =
          Math.max(
              forced, LogScanner.highestMark(segment, bytes, 0, segment.end(), bytes.byteSize()));
    }
    if (forced > segment.endPosition()) {
      throw damaged(segment, segment.end(), forced);
    }
  }

  /** Up to where the log was on the device, as the owner, later segments and unwanted files say. */
  private long forcedPosition(List<Candidate> later) {
    long forced = start.durablePosition();
    for (Candidate candidate : later) {
      forced = Math.max(forced, candidate.header.durablePosition());
    }
    for (VfsFile file : unwanted) { // The files of later segments are among them still.
      forced = Math.max(forced, highestMark(file, file.size()));
    }
    return forced;
  }

  /**
   * The highest mark in a file whose header may be damaged: its name alone says which segment it
   * was. It is read in pieces that overlap by a mark: beside the tail there may be no memory for
   * it.
   */
  private long highestMark(VfsFile file, long bytes) {
    if (bytes - settings.segmentBytes() >= LogFormat.LARGEST_CONTENT_BYTES) {
      // To read it could take hours: a file may be all holes.
      throw new CorruptionException(
          file.name(), 0, "segment", "no more bytes than one can have", bytes + " bytes");
    }
    long id = LogFormat.segmentId(file.name());
    SegmentPlace place = SegmentPlace.of(id, 0, settings.segmentBytes(), settings.storeSeed());
    LogSegment segment = new LogSegment(place, 0, bytes, file, null, null);
    long highest = -1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment piece =
          arena.allocate(Math.min(PIECE_BYTES, bytes), RecordFormat.ALIGNMENT_BYTES);
      long step = PIECE_BYTES - LogFormat.MARK_RECORD_BYTES;
      for (long at = LogFormat.HEADER_BYTES; at < bytes; at += step) {
        int read = file.read(at, piece, 0, (int) Math.min(PIECE_BYTES, bytes - at));
        highest = Math.max(highest, LogScanner.highestMark(segment, piece, at, 0, read));
      }
    }
    return highest;
  }

  /**
   * Makes a recovered segment one that can be appended to: mapped, and with zeros behind its end.
   */
  private void prepareTail(LogSegment segment, VfsFile file) {
    Residence residence = segment.residence();
    if (residence == null) {
      throw new IllegalStateException("the tail was read, so it is in memory");
    }
    long end = segment.end();
    clear(residence.memory().asSlice(end), file, end);
    file.allocate(segment.capacityBytes());
    VfsWindow window = file.map(segment.capacityBytes());
    segment.openWindow(window);
    window.touch(end);
  }

  /**
   * Makes the rest of a file zeros, also on the device: a record that was cut off must not come
   * back behind one that is appended in its place. If they cannot be forced, what was there is
   * written again: the next opening would find zeros, and the next force not know of them.
   */
  private static void clear(MemorySegment rest, VfsFile file, long from) {
    if (!isZero(rest)) {
      SegmentFiles.writeZeros(file, from, from + rest.byteSize());
    }
    try {
      // Also if nothing was written: an earlier opening may have been killed before this.
      file.sync();
    } catch (StoreIOException failure) {
      writeBack(rest, file, from, failure);
      throw failure;
    }
    rest.fill((byte) 0);
  }

  private static void writeBack(
      MemorySegment rest, VfsFile file, long from, StoreIOException failure) {
    try {
      file.write(from, rest, 0, rest.byteSize());
    } catch (StoreIOException second) {
      failure.addSuppressed(second);
    }
  }

  /** All bytes are zero if the first eight are, and each equals the one eight before it. */
  private static boolean isZero(MemorySegment bytes) {
    long behindFirst = bytes.byteSize() - Long.BYTES;
    return behindFirst < 0
        || (bytes.get(LogFormat.LONG, 0) == 0
            && bytes.asSlice(Long.BYTES).mismatch(bytes.asSlice(0, behindFirst)) < 0);
  }

  private static CorruptionException damaged(LogSegment segment, long end, long forced) {
    return new CorruptionException(
        segment.name(),
        end,
        "record",
        "a whole record, because the log was on the device up to position "
            + forced
            + " and this is position "
            + (segment.basePosition() + end),
        "bytes that fail their check");
  }

  /**
   * Deletes, for good, files that hold nothing: a name that came back could be taken for the log.
   * What the owner knows of the log may have its name in the system's cache alone, if a kill came
   * before that was forced; what is deleted now may be what the owner before it needs.
   */
  private void removeUnwanted() {
    if (unwanted.isEmpty()) {
      return;
    }
    files.syncDirectory();
    for (VfsFile file : unwanted) {
      file.close();
      files.delete(file.name());
    }
    unwanted.clear();
    files.syncDirectory();
  }

  private void closeAll() {
    unwanted.forEach(VfsFile::close);
    for (LogSegment segment : segments) {
      segment.closeWindow();
      memory.drop(segment);
      VfsFile file = segment.file();
      if (file != null) {
        file.close();
      }
    }
    memory.close();
  }
}

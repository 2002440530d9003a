package dev.cairn.internal.log;

import dev.cairn.CorruptionException;
import dev.cairn.internal.event.SlowOperationEvent;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the log of fixed capacity: a file, unless the store lives in memory, and for the newer
 * segments the same bytes in memory.
 *
 * <p>The tail is written under the log's append lock. A sealed segment never changes; its bytes may
 * leave memory and come back.
 */
public final class LogSegment {
  private static final VarHandle END;
  private static final int COLD_READ_BYTES = 4096;

  static {
    try {
      END = MethodHandles.lookup().findVarHandle(LogSegment.class, "end", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final long id;
  private final int number;
  private final long addressBase;
  private final long basePosition;
  private final long capacityBytes;
  private final long maskSeed;
  private final @Nullable VfsFile file;
  private @Nullable VfsWindow window;
  private volatile @Nullable Residence residence;
  private final AtomicLong deadBytes = new AtomicLong();
  private final AtomicLong tombstoneBytes = new AtomicLong();

  // Written under the append lock, after the bytes before it.
  @SuppressWarnings("unused") // Through END.
  private long end;

  private long flushedEnd;
  private volatile boolean sealed;

  LogSegment(
      SegmentPlace place,
      long basePosition,
      long capacityBytes,
      @Nullable VfsFile file,
      @Nullable VfsWindow window,
      @Nullable Block block) {
    this.id = place.id();
    this.number = place.number();
    this.addressBase = place.addressBase();
    this.maskSeed = place.maskSeed();
    this.basePosition = basePosition;
    this.capacityBytes = capacityBytes;
    this.file = file;
    this.window = window;
    this.residence = block == null ? null : new Residence(block);
    advanceTo(LogFormat.HEADER_BYTES);
  }

  /**
   * Names the segment among all that the store ever has.
   *
   * @return the id
   */
  public long id() {
    return id;
  }

  /**
   * Its place in the address space, which a later segment may get when this one is gone.
   *
   * @return the number of its first unit of address space
   */
  public int number() {
    return number;
  }

  /**
   * Where in the log its header stands.
   *
   * @return bytes from the log's beginning
   */
  public long basePosition() {
    return basePosition;
  }

  /**
   * Where its records end; those of the tail that have been appended so far.
   *
   * @return bytes from the segment's start
   */
  public long end() {
    return (long) END.getAcquire(this);
  }

  /**
   * Where in the log the next segment begins.
   *
   * @return bytes from the log's beginning
   */
  public long endPosition() {
    return basePosition + end();
  }

  long capacityBytes() {
    return capacityBytes;
  }

  /**
   * Whether nothing will be appended to it any more.
   *
   * @return whether it is sealed
   */
  public boolean isSealed() {
    return sealed;
  }

  /**
   * Its bytes in memory, if they are there.
   *
   * @return the residence, or null if its records must be read from the file
   */
  public @Nullable Residence residence() {
    return residence;
  }

  /**
   * Bytes of records that later writes made worthless.
   *
   * @return the count, which anyone may add to
   */
  public AtomicLong deadBytes() {
    return deadBytes;
  }

  /**
   * Bytes of deletes that must stay for as long as something older could come back.
   *
   * @return the count, which anyone may add to
   */
  public AtomicLong tombstoneBytes() {
    return tombstoneBytes;
  }

  /**
   * The address of a record.
   *
   * @param offset where the record begins
   * @return its address in units of {@link RecordFormat#ALIGNMENT_BYTES}
   */
  public long address(long offset) {
    return addressBase + offset / RecordFormat.ALIGNMENT_BYTES;
  }

  /**
   * Where the record with an address begins.
   *
   * @param address an address in this segment
   * @return bytes from the segment's start
   */
  public long offset(long address) {
    return (address - addressBase) * RecordFormat.ALIGNMENT_BYTES;
  }

  int mask(long offset) {
    return LogFormat.mask(maskSeed, offset);
  }

  String name() {
    return LogFormat.fileName(id);
  }

  @Nullable VfsFile file() {
    return file;
  }

  /** The memory of the tail, which is always there. */
  MemorySegment tailMemory() {
    Residence here = residence;
    if (here == null) {
      throw new IllegalStateException("the tail " + name() + " is not in memory");
    }
    return here.memory();
  }

  final void advanceTo(long newEnd) {
    END.setRelease(this, newEnd);
  }

  /** Sets the end of a segment whose bytes are all in its file. */
  void recoverTo(long recoveredEnd) {
    advanceTo(recoveredEnd);
    flushedEnd = recoveredEnd;
  }

  /** Makes a recovered segment one that can be appended to. */
  void openWindow(VfsWindow mapped) {
    window = mapped;
  }

  /** Makes what was appended survive the process, by a copy. Called under the append lock. */
  void flush() {
    VfsWindow target = window;
    long newEnd = end();
    if (target != null && flushedEnd < newEnd) {
      target.copyIn(flushedEnd, tailMemory(), flushedEnd, newEnd - flushedEnd);
      flushedEnd = newEnd;
    }
  }

  /**
   * Does the same by a system call, as is better if a force comes next: Linux forces all of a large
   * folio, up to 2 MiB, of which one byte was changed through a mapping. Writers wait longer.
   */
  void flushByCall() {
    VfsFile target = file;
    long newEnd = end();
    if (target != null && flushedEnd < newEnd) {
      target.write(flushedEnd, tailMemory(), flushedEnd, newEnd - flushedEnd);
      flushedEnd = newEnd;
    }
  }

  void seal() {
    flush();
    sealed = true;
  }

  /** Unmaps the file. Nobody appends any more. */
  void closeWindow() {
    VfsWindow mapped = window;
    if (mapped != null) {
      window = null;
      mapped.close();
    }
  }

  /** Makes the segment cold. The block may be used again once no pinned reader can hold it. */
  @Nullable Block takeResidence() {
    Residence was = residence;
    residence = null;
    return was == null ? null : was.block();
  }

  void giveResidence(Block block) {
    residence = new Residence(block);
  }

  /**
   * Reads a record from the file and checks it. The caller is pinned, so that the file stays open.
   *
   * <p>The copy does not count against the budget, which segments fill by intention: to make room
   * for it one would have to leave, and could not while the caller is pinned.
   *
   * @param offset where the record begins
   * @param arena what the copy lives in
   * @return the record, from offset 0
   * @throws CorruptionException if the bytes are not a record that was written there
   */
  public MemorySegment readCold(long offset, Arena arena) {
    VfsFile source = file;
    if (source == null) {
      throw new IllegalStateException("segment " + name() + " has left memory without a file");
    }
    requireHeaderInside(offset);
    SlowOperationEvent event = new SlowOperationEvent();
    event.begin();
    int firstBytes = (int) Math.min(COLD_READ_BYTES, end - offset); // A copy's file ends there.
    MemorySegment record = arena.allocate(firstBytes, RecordFormat.ALIGNMENT_BYTES);
    requireBytes(source.read(offset, record, 0, firstBytes), firstBytes, offset);
    requireInside(record, 0, offset);
    long recordBytes = LogRecord.bytes(record, 0);
    if (recordBytes > firstBytes) {
      MemorySegment whole = arena.allocate(recordBytes, RecordFormat.ALIGNMENT_BYTES);
      MemorySegment.copy(record, 0, whole, 0, firstBytes);
      int restBytes = (int) recordBytes - firstBytes;
      requireBytes(
          source.read(offset + firstBytes, whole, firstBytes, restBytes), restBytes, offset);
      record = whole;
    }
    requireChecksum(record, 0, offset);
    event.operation = "read";
    event.file = source.name();
    event.commit();
    return record;
  }

  /**
   * Checks that what is in memory at an offset may be a record. For those to whom an index that was
   * read from the disk has named the offset: the index may be wrong although its checksum is right.
   *
   * @param memory the segment's bytes
   * @param offset where the record begins
   * @throws CorruptionException if no record of this segment can begin there
   */
  public void requireRecord(MemorySegment memory, long offset) {
    requireHeaderInside(offset);
    requireInside(memory, offset, offset);
  }

  private void requireHeaderInside(long offset) {
    if (offset < LogFormat.HEADER_BYTES || offset > end() - RecordFormat.HEADER_BYTES) {
      throw new CorruptionException(
          name(), offset, "record", "one that begins in the segment", "its end at " + end());
    }
  }

  /** Checks how long the record is of which a copy is in memory. */
  private void requireInside(MemorySegment memory, long at, long offset) {
    long recordBytes = LogRecord.bytes(memory, at);
    if (recordBytes > end() - offset || LogRecord.valueBytes(memory, at) < 0) {
      throw new CorruptionException(
          name(), offset, "record", "a record inside the segment", recordBytes + " bytes");
    }
  }

  private void requireBytes(int readBytes, int expectedBytes, long offset) {
    if (readBytes != expectedBytes) {
      throw new CorruptionException(
          name(), offset, "record", expectedBytes + " bytes", readBytes + " before the file's end");
    }
  }

  /** Checks a copy, at {@code at} in {@code memory}, of the record at an offset of this segment. */
  void requireChecksum(MemorySegment memory, long at, long offset) {
    int expected = LogRecord.checksum(memory, at) ^ mask(offset);
    int found = contentChecksum(memory, at);
    if (expected != found) {
      throw new CorruptionException(
          name(),
          offset,
          "record",
          "checksum 0x" + Integer.toHexString(expected),
          "0x" + Integer.toHexString(found));
    }
  }

  static int contentChecksum(MemorySegment memory, long at) {
    long contentBytes =
        RecordFormat.HEADER_BYTES
            - RecordFormat.VALUE_BYTES_OFFSET
            + (long) LogRecord.keyBytes(memory, at)
            + LogRecord.valueBytes(memory, at);
    return Crc32c.of(memory, at + RecordFormat.VALUE_BYTES_OFFSET, contentBytes);
  }
}

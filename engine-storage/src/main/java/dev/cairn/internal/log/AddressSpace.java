package dev.cairn.internal.log;

import dev.cairn.OutOfSpaceException;
import dev.cairn.internal.record.RecordFormat;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which segment an address belongs to. An address counts units of 8 bytes and fits in {@value
 * #ADDRESS_BITS} bits; a segment owns as many whole numbers of units of segment size as it needs.
 *
 * <p>Readers look up without a lock. A reader that holds no pin may find a segment that took over
 * the number of the one it meant, so it reads its address again afterwards.
 */
public final class AddressSpace {
  /** How many bits an address has at most. */
  public static final int ADDRESS_BITS = 40;

  private static final long MAX_NUMBERS = 1L << 28;

  private final int segmentBytes;
  private final int unitShift;
  private final BitSet taken = new BitSet();

  /**
   * Entries are set by a release and read by an acquire: who finds a segment sees all that was done
   * before it came, also that the one which had its number before lost its residence and that no
   * slot leads there. The field is written again after each change, whose effect no reader then
   * misses that reads the field afterwards.
   */
  private volatile AtomicReferenceArray<@Nullable LogSegment> byNumber =
      new AtomicReferenceArray<>(16);

  AddressSpace(int segmentBytes) {
    this.segmentBytes = segmentBytes;
    this.unitShift = Integer.numberOfTrailingZeros(segmentBytes / RecordFormat.ALIGNMENT_BYTES);
  }

  /**
   * The segment that has an address.
   *
   * @param address the address
   * @return the segment, or null if there is none; for a reader without a pin perhaps a later one
   *     than the address was meant for
   */
  public @Nullable LogSegment find(long address) {
    AtomicReferenceArray<@Nullable LogSegment> segments = byNumber;
    long number = address >>> unitShift;
    return number < segments.length() ? segments.getAcquire((int) number) : null;
  }

  private int numbersOf(long capacityBytes) {
    return (int) ((capacityBytes + segmentBytes - 1) / segmentBytes);
  }

  /** Takes the lowest free numbers for a segment. */
  synchronized int take(long capacityBytes) {
    int count = numbersOf(capacityBytes);
    int first = taken.nextClearBit(0);
    for (int next; (next = taken.nextSetBit(first)) >= 0 && next < first + count; ) {
      first = taken.nextClearBit(next);
    }
    long limit = Math.min(1L << (ADDRESS_BITS - unitShift), MAX_NUMBERS);
    if ((long) first + count > limit) {
      throw new OutOfSpaceException(
          "the log has reached "
              + limit
              + " segments of "
              + segmentBytes
              + " bytes, the most it can");
    }
    taken.set(first, first + count);
    return first;
  }

  /** Takes numbers that a segment had when the store was open before. */
  synchronized void take(int first, long capacityBytes) {
    taken.set(first, first + numbersOf(capacityBytes));
  }

  synchronized void put(LogSegment segment) {
    set(segment, segment);
  }

  /** Forgets a segment and frees its numbers. Nobody pinned knows an address in it. */
  synchronized void remove(LogSegment segment) {
    set(segment, null);
    taken.clear(segment.number(), segment.number() + numbersOf(segment.capacityBytes()));
  }

  private void set(LogSegment segment, @Nullable LogSegment entry) {
    int first = segment.number();
    int end = first + numbersOf(segment.capacityBytes());
    AtomicReferenceArray<@Nullable LogSegment> segments = withRoomFor(end);
    for (int number = first; number < end; number++) {
      segments.setRelease(number, entry);
    }
    byNumber = segments;
  }

  private AtomicReferenceArray<@Nullable LogSegment> withRoomFor(int count) {
    AtomicReferenceArray<@Nullable LogSegment> segments = byNumber;
    if (count <= segments.length()) {
      return segments;
    }
    AtomicReferenceArray<@Nullable LogSegment> larger =
        new AtomicReferenceArray<>(Integer.highestOneBit(count) * 2);
    for (int number = 0; number < segments.length(); number++) {
      larger.setPlain(number, segments.getPlain(number));
    }
    return larger;
  }
}

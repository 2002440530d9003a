package dev.cairn.internal.log;

import java.util.List;
import java.util.Map;

/**
 * What the owner of a log knows of it before it is read.
 *
 * @param sealed the live segments that begin before {@code chainPosition}, all of them on the
 *     device
 * @param chainPosition where the first segment begins that the list does not have; from there on
 *     segments follow each other without a gap
 * @param durablePosition a position before which all was on the device
 * @param replayPosition where the operations begin that the owner has to see
 * @param nextSegmentId greater than the id of any segment that was ever removed
 * @param numbers the numbers by segment id under which the owner has addresses; segments that it
 *     does not name may get any other
 */
public record LogStart(
    List<KnownSegment> sealed,
    long chainPosition,
    long durablePosition,
    long replayPosition,
    long nextSegmentId,
    Map<Long, Integer> numbers) {

  /** A log of which nothing is known, because it is new. */
  public static final LogStart NEW = new LogStart(List.of(), 0, 0, 0, 1, Map.of());

  /**
   * A sealed segment.
   *
   * @param id its id
   * @param basePosition where in the log it begins
   * @param end where in the segment its records end
   */
  public record KnownSegment(long id, long basePosition, long end) {}
}

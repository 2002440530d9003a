package dev.cairn.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that one file says: what was measured together, and so may be compared.
 *
 * @param origin of what and when it is
 * @param setting the conditions
 * @param measurements the figures, in the order in which they were measured
 * @param timeLines of all rounds
 */
record Run(
    Origin origin,
    Setting setting,
    SequencedMap<Measurement.Key, Measurement> measurements,
    List<TimeLine> timeLines) {
  /**
   * Where figures come from.
   *
   * @param date when the run began
   * @param commit of Cairn, or an empty text
   * @param command how to do it again
   * @param machine what it ran on, a line for each part
   * @param stores the versions of all stores that were asked for
   * @param roundCount rounds that were asked for
   * @param secondsPerPass how long each pass measured
   * @param remarks what is missing, and what readers must know
   */
  record Origin(
      String date,
      String commit,
      String command,
      Map<String, String> machine,
      Map<String, String> stores,
      int roundCount,
      String secondsPerPass,
      List<String> remarks) {}

  Run {
    measurements = new LinkedHashMap<>(measurements);
    timeLines = List.copyOf(timeLines);
  }

  Optional<Measurement> find(Measurement.Key key) {
    @Nullable Measurement found = measurements.get(key);
    return Optional.ofNullable(found);
  }

  /** The time line of a figure in the first round, if there is one. */
  Optional<TimeLine> timeLine(Measurement.Key key) {
    return timeLines.stream().filter(line -> line.key().equals(key)).findFirst();
  }

  /** The figures of a workload's own name and its parts, at one size. */
  List<Measurement> at(long pairCount) {
    List<Measurement> found = new ArrayList<>();
    for (Measurement measurement : measurements.values()) {
      if (measurement.key().pairCount() == pairCount) {
        found.add(measurement);
      }
    }
    return found;
  }
}

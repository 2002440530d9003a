package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures as a file for programs: what was run on what, and every round of every figure. */
final class ReportJson {
  private final CompareOptions options;
  private final Results results;

  private ReportJson(CompareOptions options, Results results) {
    this.options = options;
    this.results = results;
  }

  /** Replaces the file: whoever reads it while a long run goes on finds a whole one. */
  static void write(CompareOptions options, Results results) throws IOException {
    Path report = options.report();
    Path next = report.resolveSibling(report.getFileName() + ".next");
    Files.createDirectories(report.getParent());
    Files.writeString(next, new ReportJson(options, results).text());
    Files.move(next, report, StandardCopyOption.REPLACE_EXISTING);
  }

  private String text() {
    return """
    {
      "java": %s,
      "system": %s,
      "processors": %d,
      "arguments": %s,
      "jvmFlags": %s,
      "secondsPerPass": %s,
      "slotMillis": %d,
      "rounds": %d,
      "figures": [
        %s
      ],
      "runs": [
        %s
      ]
    }
    """
        .formatted(
            quoted(System.getProperty("java.vm.version")),
            quoted(System.getProperty("os.name") + " " + System.getProperty("os.arch")),
            Runtime.getRuntime().availableProcessors(),
            options.arguments().stream().map(ReportJson::quoted).toList(),
            options.jvmFlags().stream().map(ReportJson::quoted).toList(),
            options.pass().toMillis() / 1000.0,
            Latencies.SLOT_NANOS / 1_000_000,
            options.rounds(),
            String.join(",\n    ", figures()),
            results.runs().stream().map(ReportJson::run).collect(Collectors.joining(",\n    ")));
  }

  private List<String> figures() {
    List<String> lines = new ArrayList<>();
    for (Results.Subject subject : results.subjects()) {
      for (Peer peer : options.peers()) {
        results.of(subject, peer).ifPresent(summary -> lines.add(figure(subject, peer, summary)));
      }
    }
    return lines;
  }

  private String figure(Results.Subject subject, Peer peer, Summary summary) {
    return String.format(
        Locale.ROOT,
        "{\"pairs\": %d, \"workload\": %s, \"figure\": %s, \"unit\": %s, \"store\": %s,"
            + " \"durability\": %s, \"median\": %s, \"rounds\": %s}",
        subject.pairCount(),
        quoted(subject.workload().label()),
        quoted(subject.name()),
        quoted(subject.unit().symbol()),
        quoted(peer.label()),
        quoted(results.durability(subject, peer).orElseThrow().name()),
        summary.median(),
        summary.rounds());
  }

  private static String run(Results.Run run) {
    return String.format(
        Locale.ROOT,
        "{\"pairs\": %d, \"workload\": %s, \"store\": %s, \"round\": %d, \"details\": {%s},"
            + " \"timeLines\": {%s}}",
        run.trial().pairCount(),
        quoted(run.trial().workload().label()),
        quoted(run.trial().peer().label()),
        run.trial().round(),
        run.details().stream()
            .map(detail -> quoted(detail.name()) + ": " + detail.value())
            .collect(Collectors.joining(", ")),
        run.timeLines().stream().map(ReportJson::timeLine).collect(Collectors.joining(", ")));
  }

  /** A slot is a pair of numbers: how many operations, and the nanoseconds of the longest. */
  private static String timeLine(TimeLine line) {
    return quoted(line.name())
        + ": "
        + line.slots().stream().map(slot -> List.of(slot.count(), slot.longestNanos())).toList();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

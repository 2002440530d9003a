package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The figures as a file for programs: what was run on what, and every round of every figure. */
public final class ReportJson {
  /** Changes when what a field means does; {@code cairn report} refuses files of another. */
  public static final int VERSION = 3;

  /** The launcher says with it which commit it has built. */
  private static final String COMMIT = "cairn.commit";

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
    Machine machine = Machine.here(options.directory());
    return """
    {
      "version": %d,
      "date": %s,
      "commit": %s,
      "command": %s,
      "machine": {"processor": %s, "processors": %d, "memoryBytes": %d, "system": %s, "fileSystem": %s, "device": %s, "hugePages": %s, "java": %s},
      "stores": {%s},
      "jvmFlags": %s,
      "valueBytes": %d,
      "durability": %s,
      "budgetBytes": %s,
      "threads": %d,
      "rate": %s,
      "secondsPerPass": %s,
      "slotMillis": %d,
      "rounds": %d,
      "unavailable": {%s},
      "failures": %s,
      "notices": %s,
      "endedEarly": %s,
      "figures": [
        %s
      ],
      "runs": [
        %s
      ]
    }
    """
        .formatted(
            VERSION,
            quoted(results.begun().toString()),
            quoted(System.getProperty(COMMIT, "")),
            quoted(("cairn compare " + String.join(" ", options.arguments())).strip()),
            quoted(machine.processor()),
            machine.processorCount(),
            machine.memoryBytes(),
            quoted(machine.system()),
            quoted(machine.fileSystem()),
            quoted(machine.device()),
            quoted(machine.hugePages()),
            quoted(machine.java()),
            options.peers().stream()
                .map(peer -> quoted(peer.label()) + ": " + quoted(peer.version()))
                .collect(Collectors.joining(", ")),
            options.jvmFlags().stream().map(ReportJson::quoted).toList(),
            options.valueBytes(),
            quoted(options.durability().name()),
            orNull(options.budgetBytes()),
            options.threadCount(),
            orNull(options.pacedRate()),
            options.pass().toMillis() / 1000.0,
            Latencies.SLOT_NANOS / 1_000_000,
            options.rounds(),
            results.unavailable().entrySet().stream()
                .map(entry -> quoted(entry.getKey().label()) + ": " + quoted(entry.getValue()))
                .collect(Collectors.joining(", ")),
            results.failures().stream().map(failure -> quoted(failure.toString())).toList(),
            results.notices().stream().map(notice -> quoted(notice.toString())).toList(),
            results.endedEarly().map(ReportJson::quoted).orElse("null"),
            String.join(",\n    ", figures()),
            results.runs().stream().map(ReportJson::run).collect(Collectors.joining(",\n    ")));
  }

  private static String orNull(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "null";
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
        "{\"pairs\": %d, \"workload\": %s, \"figure\": %s, \"unit\": %s, \"scope\": %s,"
            + " \"store\": %s, \"durability\": %s, \"median\": %s, \"rounds\": %s}",
        subject.pairCount(),
        quoted(subject.workload().label()),
        quoted(subject.name()),
        quoted(subject.unit().symbol()),
        quoted(results.scope(subject, peer).orElseThrow().name()),
        quoted(peer.label()),
        quoted(results.durability(subject, peer).orElseThrow().name()),
        number(summary.median()),
        summary.rounds().stream().map(ReportJson::number).toList());
  }

  /** JSON has no name for what is no number, such as a rate of nothing by nothing. */
  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
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
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}

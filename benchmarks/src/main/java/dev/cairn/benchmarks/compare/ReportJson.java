package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as a file for programs: what was run on what, and every round of every figure. */
final class ReportJson {
  private final CompareOptions options;
  private final Results results;

  private ReportJson(CompareOptions options, Results results) {
    this.options = options;
    this.results = results;
  }

  static void write(CompareOptions options, Results results) throws IOException {
    Files.createDirectories(options.report().getParent());
    Files.writeString(options.report(), new ReportJson(options, results).text());
  }

  private String text() {
    return """
    {
      "java": %s,
      "system": %s,
      "processors": %d,
      "jvmFlags": %s,
      "secondsPerPass": %s,
      "rounds": %d,
      "figures": [
        %s
      ]
    }
    """
        .formatted(
            quoted(System.getProperty("java.vm.version")),
            quoted(System.getProperty("os.name") + " " + System.getProperty("os.arch")),
            Runtime.getRuntime().availableProcessors(),
            options.jvmFlags().stream().map(ReportJson::quoted).toList(),
            options.pass().toMillis() / 1000.0,
            options.rounds(),
            String.join(",\n    ", figures()));
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

  private static String figure(Results.Subject subject, Peer peer, Summary summary) {
    return String.format(
        Locale.ROOT,
        "{\"pairs\": %d, \"figure\": %s, \"unit\": %s, \"store\": %s, \"durability\": %s,"
            + " \"median\": %s, \"rounds\": %s}",
        subject.pairCount(),
        quoted(subject.name()),
        quoted(subject.unit().symbol()),
        quoted(peer.label()),
        quoted(peer.durability().name()),
        summary.median(),
        summary.rounds());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

package dev.cairn.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** The report as Markdown, and the pictures it shows. */
final class Page {
  private static final int PAIR_COLUMNS = 2;
  private static final int TRIPLE_COLUMNS = 3;

  private final Runs runs;
  private final Setting setting;
  private final long pairCount;
  private final String pictureFolder;
  private final StringBuilder text = new StringBuilder();
  private final SequencedMap<String, Sheet> sheets = new LinkedHashMap<>();

  /** Lays out runs; pictures are in a folder beside the page. */
  Page(Runs runs, String pictureFolder) {
    this.runs = runs;
    this.setting =
        runs.settings().stream()
            .filter(Setting::isUsual)
            .findFirst()
            .orElseGet(() -> runs.settings().getFirst());
    this.pairCount = runs.mainPairCount(setting);
    this.pictureFolder = pictureFolder;
    addHead();
    addAdvice();
    addThroughput();
    addLatency();
    addCosts();
    addGrowth();
    addTargets();
    addLosses();
    addRatios();
    addOtherSettings();
    addOrigin();
  }

  String markdown() {
    return text.toString().stripTrailing() + "\n"; // As every text file of a repository ends.
  }

  /** The pictures by the names of their files. */
  SequencedMap<String, Sheet> sheets() {
    return sheets;
  }

  private void addHead() {
    text.append("# Performance\n\n");
    paragraph(
        "Made by `cairn report` from what `cairn compare` measured; [how it ran](#how-it-ran)"
            + " has the machine, the versions and the commands."
            + " [benchmarks/README.md](../benchmarks/README.md) says what each workload does, how"
            + " each store is set up, and what its writes survive.");
    paragraph(
        String.format(
            Locale.ROOT,
            "Keys have 16 bytes, values %,d bytes that do not compress; where nothing else is said"
                + " a store has %,d pairs. Writes survive %s. A figure is the median of its"
                + " rounds, with their range in brackets; where no range is given there was one"
                + " round, or the rounds do not differ.",
            setting.valueBytes(),
            pairCount,
            switch (setting.durability()) {
              case MEMORY -> "nothing";
              case PROCESS -> "`kill -9`";
              case DEVICE -> "a loss of power";
            }));
    paragraph(setting.memoryText());
    paragraph(
        "Stores are compared only by what one run measured together: all that a chart or a row of"
            + " a table compares is of one run; in Growth, and among the targets, all that it"
            + " compares at one size. If several runs could be taken, it is the one with most of"
            + " the stores, of several such the one with most rounds, and of several such the"
            + " latest.");
    paragraph(
        "A ratio says how many times as good Cairn is: above 1 Cairn is better, also where less"
            + " is better. In place of a ratio, `unlike` says that the writes of the two stores"
            + " survive different things, `cut short` that one of them had not done its work after"
            + " 60 seconds, so that what it took of the machine cannot be compared, and `-` that a"
            + " faster store had more to do.");
  }

  private void addAdvice() {
    Advice advice = new Advice(runs, setting, pairCount);
    TextTable choices = advice.choices();
    if (choices.isEmpty()) {
      return;
    }
    heading("Which engine");
    advice
        .strengths()
        .forEach((engine, works) ->
            text.append("- **")
                .append(Engines.name(engine))
                .append("** is the best of Cairn's engines at ")
                .append(works.isEmpty() ? "nothing of this" : String.join("; ", works))
                .append(".\n"));
    text.append('\n');
    paragraph(
        "Engines are as good as the best if they are within a tenth of it, with fewer than three"
            + " rounds within a third, or if the ranges of their rounds overlap. The number behind"
            + " another engine or a peer is how many times as good it is as the best of Cairn's;"
            + " the peer is the best one whose writes survive the same. What no run has of several"
            + " engines is left out. Where the hash engine is `told its size`, its index has room"
            + " for all pairs from the beginning, as those of Chronicle Map and ConcurrentHashMap"
            + " have.");
    table(choices);
    paragraph(
        "What each costs, hash as told its size; the least, and what is as good, is in bold:");
    table(advice.costs());
  }

  private void addTargets() {
    List<String> engines =
        runs.engines().stream()
            .filter(engine -> !TargetTable.of(runs, setting, engine).isEmpty())
            .toList();
    if (engines.isEmpty()) {
      return;
    }
    heading("Targets");
    paragraph(
        "What each engine shall reach. With × it is the engine's figure divided by that of the"
            + " peer, also where less is better, with the range over the rounds in brackets."
            + " `perhaps`: there was one round, and it is within a fifth of the limit. A cell is"
            + " empty if nothing was measured, or if the target is for larger stores only.");
    for (String engine : engines) {
      subheading(Engines.fullName(engine));
      text.append(
          TargetTable.of(runs, setting, engine).markdown().replace("| missed", "| **missed**"));
      text.append('\n');
    }
  }

  private void addThroughput() {
    heading("Throughput");
    paragraph(
        "Longer is better; a line in a bar is the range of the rounds. `*`: its writes survive"
            + " something else than those of the engines.");
    Pictures pictures = new Pictures(runs, setting, pairCount);
    for (Family family : Family.values()) {
      picture(
          family.title(),
          "throughput-" + family.label(),
          new Sheet(PAIR_COLUMNS, pictures.throughputs(family)));
    }
    List<Chart> engines = pictures.engines();
    if (!engines.isEmpty()) {
      subheading("Cairn's engines");
      picture("Cairn's engines", "engines", new Sheet(TRIPLE_COLUMNS, engines));
    }
  }

  private void addLatency() {
    Setting paced =
        runs.settings().stream().filter(Setting::isUsualButPaced).findFirst().orElse(setting);
    long count = paced.equals(setting) ? pairCount : runs.mainPairCount(paced);
    Pictures pictures = new Pictures(runs, paced, count);
    List<Chart> percentiles = pictures.latencies();
    if (!percentiles.isEmpty()) {
      heading("Latency");
      paragraph(
          paced.isUsualButPaced()
              ? "Operations were due at fixed times, "
                  + paced.text()
                  + ", and their latency counts from then, so that a pause weighs as much as it"
                  + " does for callers who do not wait for each other."
              : "Each operation began when the one before it had ended.");
      picture("Latency percentiles", "latency", new Sheet(PAIR_COLUMNS, percentiles));
    }
    addPauses(new Pictures(runs, setting, pairCount), "fillrandom", "pauses-growing");
    addPauses(pictures, "readwhilewriting put", "pauses-writing");
  }

  private void addPauses(Pictures pictures, String figure, String name) {
    List<Chart> pauses = pictures.pauses(figure);
    if (!pauses.isEmpty()) {
      paragraph("The longest `" + figure + "` of each tenth of a second, in the first round:");
      picture("Pauses of " + figure, name, new Sheet(1, pauses));
    }
  }

  private void addCosts() {
    Pictures pictures = new Pictures(runs, setting, pairCount);
    List<Chart> amplifications = pictures.amplifications();
    if (!amplifications.isEmpty()) {
      heading("Amplification");
      paragraph(
          "Bytes that the device was given, by bytes of the keys and values that were written;"
              + " and bytes on the device, by those of the keys and values that are there. Both"
              + " after the store had ended the work that the writes had left to it. Shorter is"
              + " better. `†`: cut short after 60 seconds.");
      picture("Amplification", "amplification", new Sheet(PAIR_COLUMNS, amplifications));
    }
    List<Chart> memory = pictures.memory();
    if (!memory.isEmpty()) {
      heading("Memory");
      paragraph(
          "After a fill; shorter is better. Key and value of a pair are "
              + setting.pairBytes()
              + " bytes. `†`: cut short after 60 seconds.");
      picture("Memory a pair", "memory", new Sheet(PAIR_COLUMNS, memory));
    }
  }

  private void addGrowth() {
    List<Chart> growth = new Pictures(runs, setting, pairCount).growth();
    if (!growth.isEmpty()) {
      heading("Growth");
      paragraph(
          "All stores at one size are of one run, but different sizes may be of different runs:"
              + " what is above each other can be compared better than what is side by side.");
      picture("Throughput over the number of pairs", "growth", new Sheet(PAIR_COLUMNS, growth));
    }
  }

  private void addRatios() {
    if (runs.engines().isEmpty()) {
      return;
    }
    heading("Ratios");
    paragraph(
        "The main figures beside those of the peers that each engine is meant to be compared with."
            + " A figure has several rows if no run has all of these peers.");
    for (String engine : runs.engines()) {
      for (long count : runs.pairCounts(setting)) {
        TextTable ratios = RatioTable.of(runs, setting, count, engine);
        if (!ratios.isEmpty()) {
          text.append(
              String.format(
                  Locale.ROOT,
                  "<details><summary>%s, %,d pairs</summary>\n\n%s\n</details>\n\n",
                  Engines.fullName(engine),
                  count,
                  ratios.markdown()));
        }
      }
    }
  }

  /** Throughputs of all stores under other conditions. */
  private void addOtherSettings() {
    for (Setting other : runs.settings()) {
      if (other.equals(setting)) {
        continue;
      }
      for (long count : runs.pairCounts(other)) {
        TextTable table = throughputs(other, count);
        if (!table.isEmpty()) {
          heading(String.format(Locale.ROOT, "Throughput with %s, %,d pairs", other.text(), count));
          paragraph("In thousands a second.");
          table(table);
        }
      }
    }
  }

  private TextTable throughputs(Setting other, long count) {
    List<String> figures = runs.figures(other, count, Measurement::isThroughput);
    List<String> stores =
        runs.stores().stream()
            .filter(store ->
                figures.stream()
                    .anyMatch(figure ->
                        runs.find(new Measurement.Key(other, count, figure, store)).isPresent()))
            .toList();
    List<String> header = new ArrayList<>(List.of("Workload"));
    stores.forEach(store -> header.add(Engines.fullName(store)));
    TextTable table = new TextTable(header);
    for (String figure : figures) {
      List<Measurement> found = runs.together(other, count, figure, stores);
      List<String> row = new ArrayList<>(List.of(figure));
      for (String store : stores) {
        row.add(
            found.stream()
                .filter(measurement -> measurement.store().equals(store))
                .map(Measurement::text)
                .findFirst()
                .orElse(""));
      }
      table.add(row);
    }
    return table;
  }

  private void addLosses() {
    if (runs.engines().isEmpty()) {
      return;
    }
    heading("Where Cairn loses");
    paragraph(
        "Every figure in which a peer is better by more than 3 %, against the best of the peers"
            + " whose writes survive the same, the worst first. Where there is no range, up to a"
            + " third may be chance. Left out are:");
    text.append(Losses.LEFT_OUT).append('\n');
    Losses losses = new Losses(runs, setting);
    for (String engine : runs.engines()) {
      TextTable table = losses.of(engine);
      if (table.isEmpty()) {
        paragraph(Engines.fullName(engine) + ": in nothing that was measured here.");
      } else {
        subheading(Engines.fullName(engine) + " loses");
        table(table);
      }
    }
  }

  private void addOrigin() {
    heading("How it ran");
    SequencedSet<Map<String, String>> machines = new LinkedHashSet<>();
    runs.all().forEach(run -> machines.add(run.origin().machine()));
    for (Map<String, String> machine : machines) {
      TextTable table = new TextTable(List.of("Machine", ""));
      machine.forEach((name, value) -> table.add(List.of(name, value)));
      table(table);
    }
    SequencedMap<String, String> versions = new LinkedHashMap<>();
    runs.all().forEach(run -> versions.putAll(run.origin().stores()));
    versions.keySet().retainAll(runs.stores());
    TextTable stores = new TextTable(List.of("Store", "Version"));
    versions.forEach((store, version) -> stores.add(List.of("`" + store + "`", version)));
    table(stores);
    for (Run run : runs.all()) {
      addOrigin(run.origin());
    }
  }

  private void addOrigin(Run.Origin origin) {
    text.append("- ")
        .append(origin.date())
        .append(origin.commit().isEmpty() ? "" : ", commit " + origin.commit())
        .append(", rounds: ")
        .append(origin.roundCount())
        .append(", seconds a pass: ")
        .append(origin.secondsPerPass())
        .append("\n\n      ")
        .append(origin.command())
        .append("\n\n");
    origin.remarks().forEach(remark -> text.append("  - ").append(remark).append('\n'));
    if (!origin.remarks().isEmpty()) {
      text.append('\n');
    }
  }

  private void heading(String title) {
    text.append("## ").append(title).append("\n\n");
  }

  private void subheading(String title) {
    text.append("### ").append(title).append("\n\n");
  }

  private void paragraph(String words) {
    text.append(words).append("\n\n");
  }

  private void table(TextTable table) {
    text.append(table.markdown()).append('\n');
  }

  private void picture(String title, String name, Sheet sheet) {
    if (!sheet.charts().isEmpty()) {
      sheets.put(name + ".svg", sheet);
      text.append("![")
          .append(title)
          .append("](")
          .append(pictureFolder)
          .append('/')
          .append(name)
          .append(".svg)\n\n");
    }
  }
}

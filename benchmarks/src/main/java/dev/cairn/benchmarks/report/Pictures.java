package dev.cairn.benchmarks.report;

import dev.cairn.benchmarks.compare.Scope;
import dev.cairn.benchmarks.compare.Unit;
import dev.cairn.benchmarks.report.Axis.Scale;
import dev.cairn.benchmarks.report.LineChart.Line;
import dev.cairn.benchmarks.report.LineChart.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which charts there are. Each is empty if its figures were not measured. What a chart shows was
 * measured in one run, but for the sizes of {@link #growth}.
 */
final class Pictures {
  /** Behind the name of a store whose writes survive something else than those of the engines. */
  static final String UNLIKE_MARK = " *";

  /** Behind the name of a store that had no time for the whole work. */
  static final String CUT_SHORT_MARK = " †";

  private static final List<String> PERCENTILES = List.of("p50", "p99", "p99.9", "p99.99", "max");
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  /** A peer that takes much longer than the engine would leave no room for the engine's line. */
  private static final int PEER_TIME_SHOWN = 3;

  private final Runs runs;
  private final Setting setting;
  private final long pairCount;

  Pictures(Runs runs, Setting setting, long pairCount) {
    this.runs = runs;
    this.setting = setting;
    this.pairCount = pairCount;
  }

  /** A chart for each throughput of a family, all stores in each. */
  List<Chart> throughputs(Family family) {
    return bars(
        runs.figures(
            setting,
            pairCount,
            figure -> figure.isThroughput() && Family.of(figure.workload()) == family),
        runs.stores());
  }

  /** The same with the engines of Cairn alone, which must be several. */
  List<Chart> engines() {
    List<String> engines = runs.engines();
    if (engines.size() < 2) {
      return List.of();
    }
    return bars(runs.figures(setting, pairCount, Measurement::isThroughput), engines);
  }

  List<Chart> amplifications() {
    return bars(
        List.of(
            "fillrandom write amplification",
            "overwriteall write amplification",
            "fillrandom space amplification",
            "overwriteall space amplification"),
        runs.stores());
  }

  List<Chart> memory() {
    return bars(
        List.of(
            "fillrandom resident growth a pair",
            "fillrandom heap a pair",
            "fillrandom memory outside the heap a pair",
            "fillrandom index a pair"),
        runs.stores());
  }

  private List<Chart> bars(List<String> figures, List<String> stores) {
    List<Chart> charts = new ArrayList<>();
    for (String figure : figures) {
      List<Measurement> found = runs.together(setting, pairCount, figure, stores);
      if (!found.isEmpty()) {
        charts.add(bars(figure, found));
      }
    }
    return charts;
  }

  private Chart bars(String figure, List<Measurement> found) {
    Unit unit = found.getFirst().unit();
    List<BarChart.Bar> bars =
        found.stream()
            .map(measurement ->
                new BarChart.Bar(
                    Engines.fullName(measurement.store()) + mark(measurement),
                    Palette.bar(measurement.store()),
                    measurement.median(),
                    measurement.summary().min(),
                    measurement.summary().max(),
                    unit.format(measurement.median())))
            .toList();
    return new BarChart(figure, unit, bars);
  }

  private String mark(Measurement measurement) {
    if (measurement.isCutShort()) {
      return CUT_SHORT_MARK;
    }
    return isUnlike(measurement) ? UNLIKE_MARK : "";
  }

  /** Whether its writes survive something else than was asked for. */
  private boolean isUnlike(Measurement measurement) {
    return measurement.scope() == Scope.SAME_DURABILITY
        && !measurement.workload().equals("fillsync")
        && measurement.durability() != setting.durability();
  }

  /** Percentiles of the workloads that show pauses best. */
  List<Chart> latencies() {
    List<Chart> charts = new ArrayList<>();
    for (String name :
        List.of("readrandom", "overwriteall", "readwhilewriting get", "readwhilewriting put")) {
      List<Line> lines = new ArrayList<>();
      percentiles(name).ifPresent(run -> addPercentiles(lines, run, name));
      if (!lines.isEmpty()) {
        Axis micros = Axis.of("µs", Scale.LOGARITHMIC, allUpwards(lines)).toPowersOfTen();
        charts.add(new LineChart(name, Axis.ofNames(PERCENTILES), micros, lines));
      }
    }
    return charts;
  }

  /** The run that has most percentiles. */
  private Optional<Run> percentiles(String name) {
    List<Measurement.Key> keys =
        PERCENTILES.stream()
            .flatMap(percentile ->
                Runs.keys(setting, pairCount, name + " " + percentile, lineStores()).stream())
            .toList();
    return runs.groups(keys).stream().map(Runs.Group::run).findFirst();
  }

  private void addPercentiles(List<Line> lines, Run run, String name) {
    for (String store : lineStores()) {
      List<Double> across = new ArrayList<>();
      List<Double> upwards = new ArrayList<>();
      for (int i = 0; i < PERCENTILES.size(); i++) {
        double place = i;
        run.find(key(name + " " + PERCENTILES.get(i), store))
            .filter(micros -> micros.median() > 0)
            .ifPresent(micros -> {
              across.add(place);
              upwards.add(micros.median());
            });
      }
      addLine(lines, store, Points.MARKED, across, upwards);
    }
  }

  private Measurement.Key key(String figure, String store) {
    return new Measurement.Key(setting, pairCount, figure, store);
  }

  /** The longest operation of each tenth of a second, each engine beside its rivals. */
  List<Chart> pauses(String figure) {
    List<Chart> charts = new ArrayList<>();
    for (String engine : runs.engines()) {
      List<Line> lines = new ArrayList<>();
      runs.groupsAround(key(figure, engine), Engines.rivals(engine)).stream()
          .findFirst()
          .ifPresent(group -> addPauses(lines, timeLines(group), engine));
      if (!lines.isEmpty()) {
        charts.add(
            new LineChart(
                figure + ": " + Engines.fullName(engine),
                Axis.of("seconds", Scale.LINEAR, allAcross(lines)),
                Axis.of("longest, ms", Scale.LOGARITHMIC, allUpwards(lines)).toPowersOfTen(),
                lines));
      }
    }
    return charts;
  }

  private static List<TimeLine> timeLines(Runs.Group group) {
    return group.figures().stream()
        .flatMap(figure -> group.run().timeLine(figure.key()).stream())
        .toList();
  }

  /** Adds those of a run, if it has one of the engine. */
  private static void addPauses(List<Line> lines, List<TimeLine> timeLines, String engine) {
    int slotsShown =
        timeLines.stream()
            .filter(line -> line.key().store().equals(engine))
            .mapToInt(line -> PEER_TIME_SHOWN * line.longestNanos().size())
            .findFirst()
            .orElse(0);
    timeLines.forEach(line -> addPauses(lines, line, slotsShown));
  }

  private static void addPauses(List<Line> lines, TimeLine timeLine, int slotsShown) {
    List<Double> across = new ArrayList<>();
    List<Double> upwards = new ArrayList<>();
    for (int i = 0; i < Math.min(slotsShown, timeLine.longestNanos().size()); i++) {
      long nanos = timeLine.longestNanos().get(i);
      if (nanos > 0) {
        across.add(i * timeLine.slotMillis() / MILLIS_PER_SECOND);
        upwards.add(nanos / NANOS_PER_MILLI);
      }
    }
    addLine(lines, timeLine.key().store(), Points.UNMARKED, across, upwards);
  }

  /**
   * Throughput over the number of pairs, for sizes of which there must be several; each size is of
   * one run.
   */
  List<Chart> growth() {
    List<Chart> charts = new ArrayList<>();
    List<Long> pairCounts = runs.pairCounts(setting);
    if (pairCounts.size() < 2) {
      return charts;
    }
    for (String figure : List.of("readrandom", "fillrandom", "overwrite", "scan")) {
      List<Line> lines = new ArrayList<>();
      List<Measurement> points =
          pairCounts.stream()
              .flatMap(count -> runs.together(setting, count, figure, lineStores()).stream())
              .toList();
      for (String store : lineStores()) {
        List<Measurement> own =
            points.stream().filter(point -> point.store().equals(store)).toList();
        addLine(
            lines,
            store,
            Points.MARKED,
            own.stream().map(point -> (double) point.key().pairCount()).toList(),
            own.stream().map(Measurement::median).toList());
      }
      if (!lines.isEmpty()) {
        charts.add(
            new LineChart(
                figure,
                Axis.of("pairs", Scale.LOGARITHMIC, allAcross(lines)),
                Axis.of("k/s", Scale.LINEAR, allUpwards(lines)),
                lines));
      }
    }
    return charts;
  }

  /** Those that have a colour of their own: more lines could not be told apart. */
  private List<String> lineStores() {
    return runs.stores().stream().filter(Palette::hasColour).toList();
  }

  private static void addLine(
      List<Line> lines, String store, Points points, List<Double> across, List<Double> upwards) {
    if (across.size() > 1) {
      lines.add(new Line(Engines.fullName(store), Palette.line(store), points, across, upwards));
    }
  }

  private static List<Double> allAcross(List<Line> lines) {
    return lines.stream().flatMap(line -> line.across().stream()).toList();
  }

  private static List<Double> allUpwards(List<Line> lines) {
    return lines.stream().flatMap(line -> line.upwards().stream()).toList();
  }
}

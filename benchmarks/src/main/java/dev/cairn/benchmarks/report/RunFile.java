package dev.cairn.benchmarks.report;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.cairn.Durability;
import dev.cairn.benchmarks.compare.BlockDevice;
import dev.cairn.benchmarks.compare.ReportJson;
import dev.cairn.benchmarks.compare.Scope;
import dev.cairn.benchmarks.compare.Summary;
import dev.cairn.benchmarks.compare.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a file that {@code cairn compare} has written. */
final class RunFile {
  private static final long BYTES_PER_GIBIBYTE = 1L << 30;
  private static final String GZIP = ".gz";

  private final JsonObject root;
  private final Setting setting;

  private RunFile(JsonObject root) {
    this.root = root;
    this.setting =
        new Setting(
            Math.toIntExact(root.number("valueBytes")),
            Durability.valueOf(root.text("durability")),
            root.optionalNumber("budgetBytes"),
            Math.toIntExact(root.number("threads")),
            root.optionalNumber("rate"));
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is not what {@code cairn compare} of this version writes
   */
  static Run read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        Reader reader = new InputStreamReader(unpacked(file, in), StandardCharsets.UTF_8)) {
      JsonObject root = new JsonObject(JSON.std.mapFrom(reader));
      long version = root.number("version");
      if (version != ReportJson.VERSION) {
        throw new IllegalArgumentException(
            "version " + version + ": expected " + ReportJson.VERSION);
      }
      return new RunFile(root).run();
    } catch (IllegalArgumentException | IOException e) {
      if (e instanceof java.nio.file.FileSystemException) {
        throw e;
      }
      throw new IllegalArgumentException(
          file + ": no report of cairn compare: " + e.getMessage(), e);
    }
  }

  private static InputStream unpacked(Path file, InputStream in) throws IOException {
    return file.toString().endsWith(GZIP) ? new GZIPInputStream(in) : in;
  }

  private Run run() {
    SequencedMap<Measurement.Key, Measurement> measurements = new LinkedHashMap<>();
    for (JsonObject figure : root.objects("figures")) {
      Measurement measurement = measurement(figure);
      if (measurement.roundCount() > 0) {
        measurements.put(measurement.key(), measurement);
      }
    }
    List<TimeLine> timeLines = new ArrayList<>();
    for (JsonObject trial : root.objects("runs")) {
      addTimeLines(trial, timeLines);
    }
    return new Run(origin(), setting, measurements, timeLines);
  }

  private Run.Origin origin() {
    JsonObject machine = root.object("machine");
    SequencedMap<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "Processor", machine.text("processor") + ", " + machine.number("processors") + " cores");
    parts.put(
        "Memory",
        String.format(
            Locale.ROOT, "%.1f GiB", (double) machine.number("memoryBytes") / BYTES_PER_GIBIBYTE));
    parts.put("System", machine.text("system"));
    parts.put("File system", machine.text("fileSystem"));
    String device = machine.text("device");
    parts.put("Device", device.isEmpty() ? "not known: " + BlockDevice.ABSENT : device);
    if (machine.get("hugePages") instanceof String mode && !mode.isEmpty()) {
      parts.put("Transparent huge pages", mode);
    }
    parts.put("Java", machine.text("java"));
    parts.put("JVM flags", String.join(" ", root.texts("jvmFlags")));
    return new Run.Origin(
        root.text("date"),
        root.text("commit"),
        root.text("command"),
        parts,
        root.object("stores").asTexts(),
        Math.toIntExact(root.number("rounds")),
        String.valueOf(root.get("secondsPerPass")),
        remarks());
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    root.object("unavailable")
        .asTexts()
        .forEach((store, reason) -> remarks.add(store + " could not be had: " + reason));
    root.texts("failures").forEach(failure -> remarks.add("failed: " + failure));
    remarks.addAll(root.texts("notices"));
    if (root.get("endedEarly") instanceof String why) {
      remarks.add("ended early: " + why);
    }
    return remarks;
  }

  private Measurement measurement(JsonObject figure) {
    List<Double> rounds = new ArrayList<>();
    for (Object value : figure.list("rounds")) {
      rounds.add(value instanceof Number number ? number.doubleValue() : Double.NaN);
    }
    return new Measurement(
        new Measurement.Key(
            setting, figure.number("pairs"), figure.text("figure"), figure.text("store")),
        figure.text("workload"),
        Unit.ofSymbol(figure.text("unit")),
        Scope.valueOf(figure.text("scope")),
        Durability.valueOf(figure.text("durability")),
        Summary.of(rounds));
  }

  private void addTimeLines(JsonObject trial, List<TimeLine> timeLines) {
    trial
        .object("timeLines")
        .fields()
        .forEach((name, slots) -> {
          List<Long> longest = new ArrayList<>();
          for (Object slot : (List<?>) Objects.requireNonNull(slots)) {
            longest.add(((Number) ((List<?>) slot).get(1)).longValue());
          }
          timeLines.add(
              new TimeLine(
                  new Measurement.Key(setting, trial.number("pairs"), name, trial.text("store")),
                  Math.toIntExact(trial.number("round")),
                  Math.toIntExact(root.number("slotMillis")),
                  longest));
        });
  }

  /** A JSON object whose fields must be what they are expected to be. */
  private record JsonObject(Map<String, @Nullable Object> fields) {
    @SuppressWarnings("unchecked") // JSON objects are maps by their names.
    private static JsonObject of(String name, @Nullable Object value) {
      if (value instanceof Map<?, ?> map) {
        return new JsonObject((Map<String, @Nullable Object>) map);
      }
      throw wrong(name, "an object", value);
    }

    private static IllegalArgumentException wrong(
        String name, String expected, @Nullable Object found) {
      return new IllegalArgumentException(
          "field '" + name + "': expected " + expected + ", found " + found);
    }

    @Nullable Object get(String name) {
      return fields.get(name);
    }

    String text(String name) {
      if (get(name) instanceof String text) {
        return text;
      }
      throw wrong(name, "a text", get(name));
    }

    long number(String name) {
      if (get(name) instanceof Number number) {
        return number.longValue();
      }
      throw wrong(name, "a number", get(name));
    }

    OptionalLong optionalNumber(String name) {
      return get(name) == null ? OptionalLong.empty() : OptionalLong.of(number(name));
    }

    List<?> list(String name) {
      if (get(name) instanceof List<?> list) {
        return list;
      }
      throw wrong(name, "a list", get(name));
    }

    List<String> texts(String name) {
      return list(name).stream().map(String::valueOf).toList();
    }

    JsonObject object(String name) {
      return of(name, get(name));
    }

    List<JsonObject> objects(String name) {
      List<JsonObject> objects = new ArrayList<>();
      for (Object element : list(name)) {
        objects.add(of(name, element));
      }
      return objects;
    }

    Map<String, String> asTexts() {
      SequencedMap<String, String> texts = new LinkedHashMap<>();
      fields.forEach((name, value) -> texts.put(name, String.valueOf(value)));
      return texts;
    }
  }
}

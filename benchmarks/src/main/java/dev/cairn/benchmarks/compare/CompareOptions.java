package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Arguments;
import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.Quantity;
import dev.cairn.benchmarks.store.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param arguments the command line itself, which measuring JVMs are given too
 * @param peers the stores, the one that the others are compared with first
 * @param workloads what is measured, in this order
 * @param pairCounts the sizes
 * @param valueBytes length of every value
 * @param rounds how often everything is measured
 * @param pass how long each pass measures
 * @param durability what writes shall survive, as far as a store can
 * @param budgetBytes memory each store may take; if absent, as much as all pairs need
 * @param threadCount threads of a workload that has only one kind of them
 * @param pacedRate operations a second of each thread while latencies are measured; if absent, as
 *     many as there can be
 * @param jvmFlags what every measuring JVM is started with
 * @param detail how much of it the table shows
 * @param directory where the stores are made, and removed again
 * @param report the JSON file
 */
record CompareOptions(
    List<String> arguments,
    List<Peer> peers,
    List<Workload> workloads,
    List<Long> pairCounts,
    int valueBytes,
    int rounds,
    Duration pass,
    Durability durability,
    OptionalLong budgetBytes,
    int threadCount,
    OptionalLong pacedRate,
    List<String> jvmFlags,
    Detail detail,
    Path directory,
    Path report) {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--stores",
          "--workloads",
          "--pairs",
          "--value-bytes",
          "--rounds",
          "--seconds",
          "--durability",
          "--budget",
          "--threads",
          "--rate",
          "--jvm",
          "--directory",
          "--report");
  private static final String DETAILS = "--details";
  private static final int USAGE_COLUMNS = 90;

  static String usage() {
    return """
    Measures stores against each other, each workload of each store in a JVM of its own.

    Usage: cairn compare [OPTIONS]

    Options, with their defaults:
      --stores=...                  all; the others are compared with the first
      --workloads=...               all that the stores can do
      --pairs=1m                    pairs in the store; may be several
      --value-bytes=100             length of every value, at least 16
      --rounds=3                    of all workloads, the stores in turns
      --seconds=2                   that each pass measures
      --durability=process          what writes shall survive: memory, process, device
      --budget=                     memory each store may take, such as 64m; as much as all
                                    pairs need if not given
      --threads=1                   of workloads that have one kind of threads
      --rate=                       operations a second of each thread while latencies are
                                    measured; as many as there can be if not given
      --jvm=-XX:+UseG1GC            a flag for every measuring JVM; may be repeated
      --details                     show every figure, not only the main ones
      --directory=target            where stores are made, and removed again
      --report=target/compare.json  every figure of every round, for cairn report
      --help

    Several values are separated by commas. In numbers of pairs and operations k and m are a
    thousand and a million, in bytes 1024 and its square.

    Stores: %s

    Workloads: %s

    Exit codes: 0 all was measured; 1 a part is missing, see the messages; 2 the command line
    makes no sense; 130 ended by Ctrl-C, the stores were removed.

    Examples:
      cairn compare --pairs 1m
      cairn compare --stores=cairn-hash,lmdb --workloads=readrandom --pairs=100k --rounds=1
    """
        .formatted(
            listed(Arrays.stream(Peer.values()).map(Peer::label)),
            listed(Arrays.stream(Workload.values()).map(Workload::label)));
  }

  private static String listed(Stream<String> names) {
    StringBuilder text = new StringBuilder();
    int column = "Workloads: ".length();
    for (String name : names.toList()) {
      if (column + name.length() + 2 > USAGE_COLUMNS) {
        text.append("\n  ");
        column = 2;
      }
      text.append(name).append(", ");
      column += name.length() + 2;
    }
    return text.substring(0, text.length() - 2);
  }

  static CompareOptions parse(String... arguments) {
    return parse(List.of(arguments));
  }

  static CompareOptions parse(List<String> arguments) {
    List<Peer> peers = List.of(Peer.values());
    List<Workload> workloads = List.of(Workload.values());
    List<Long> pairCounts = List.of(1_000_000L);
    int valueBytes = Pairs.DEFAULT_VALUE_BYTES;
    int rounds = 3;
    Duration pass = Duration.ofSeconds(2);
    Durability durability = Durability.PROCESS;
    OptionalLong budgetBytes = OptionalLong.empty();
    int threadCount = 1;
    OptionalLong pacedRate = OptionalLong.empty();
    List<String> jvmFlags = new ArrayList<>();
    Detail detail = Detail.MAIN;
    Path directory = Path.of("target");
    Path report = Path.of("target", "compare.json");
    Arguments words = Arguments.of(arguments, WITH_VALUE, Set.of(DETAILS));
    if (!words.others().isEmpty()) {
      throw new IllegalArgumentException("unknown argument " + words.others().getFirst());
    }
    for (Arguments.Option option : words.options()) {
      String value = option.value();
      switch (option.name()) {
        case "--stores" -> peers = listOf(value).map(Peer::of).distinct().toList();
        case "--workloads" -> workloads = listOf(value).map(Workload::of).distinct().toList();
        case "--pairs" -> pairCounts = listOf(value).map(Quantity.COUNT::parse).distinct().toList();
        case "--value-bytes" -> valueBytes = valueBytes(value);
        case "--rounds" -> rounds = Math.toIntExact(Quantity.COUNT.parse(value));
        case "--seconds" -> pass = duration(value);
        case "--durability" -> durability = durability(value);
        case "--budget" -> budgetBytes = OptionalLong.of(Quantity.BYTES.parse(value));
        case "--threads" -> threadCount = Math.toIntExact(Quantity.COUNT.parse(value));
        case "--rate" -> pacedRate = OptionalLong.of(Quantity.COUNT.parse(value));
        case "--jvm" -> jvmFlags.add(value);
        case DETAILS -> detail = Detail.ALL;
        case "--directory" -> directory = Path.of(value);
        case "--report" -> report = Path.of(value);
        default -> throw new AssertionError(option);
      }
    }
    if (jvmFlags.isEmpty()) {
      jvmFlags.add("-XX:+UseG1GC");
    }
    return new CompareOptions(
        List.copyOf(arguments),
        peers,
        workloads,
        pairCounts,
        valueBytes,
        rounds,
        pass,
        durability,
        budgetBytes,
        threadCount,
        pacedRate,
        List.copyOf(jvmFlags),
        detail,
        directory.toAbsolutePath(),
        report.toAbsolutePath());
  }

  private static Stream<String> listOf(String value) {
    return Arrays.stream(value.split(",", -1));
  }

  private static int valueBytes(String text) {
    int bytes = Math.toIntExact(Quantity.BYTES.parse(text));
    if (bytes < Pairs.MIN_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "values of " + bytes + " bytes: expected at least " + Pairs.MIN_VALUE_BYTES);
    }
    return bytes;
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
      if (duration.isPositive()) {
        return duration;
      }
    } catch (NumberFormatException absentOrSilly) {
      // Said below.
    }
    throw new IllegalArgumentException("'" + text + "': expected seconds, such as 0.5");
  }

  private static Durability durability(String text) {
    for (Durability durability : Durability.values()) {
      if (durability.name().equalsIgnoreCase(text)) {
        return durability;
      }
    }
    throw new IllegalArgumentException(
        "durability "
            + text
            + ": expected one of "
            + Arrays.stream(Durability.values())
                .map(durability -> durability.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }
}

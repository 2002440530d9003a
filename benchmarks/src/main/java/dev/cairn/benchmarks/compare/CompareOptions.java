package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
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
  static final String USAGE =
      """
      Options, with their defaults:
        --stores=cairn-hash,chronicle,heap-hash   the others are compared with the first
        --workloads=...                           all that the stores can do
        --pairs=1000000                           pairs in the store; may be several
        --value-bytes=100                         length of every value, at least 16
        --rounds=5                                of all workloads, the stores in turns
        --seconds=3                               that each pass measures
        --durability=process                      what writes shall survive: memory, process, device
        --budget=                                 memory each store may take, such as 64m; as much
                                                  as all pairs need if not given
        --threads=1                               of workloads that have one kind of threads
        --rate=                                   operations a second of each thread while latencies
                                                  are measured; as many as there can be if not given
        --jvm=-XX:+UseG1GC                        a flag for every measuring JVM; may be repeated
        --details                                 show every figure, not only the main ones
        --directory=target                        where stores are made, and removed again
        --report=target/compare.json              every figure of every round
      """;

  static CompareOptions parse(String... arguments) {
    return parse(List.of(arguments));
  }

  static CompareOptions parse(List<String> arguments) {
    List<Peer> peers = List.of(Peer.CAIRN_HASH, Peer.CHRONICLE, Peer.HEAP_HASH);
    List<Workload> workloads = List.of(Workload.values());
    List<Long> pairCounts = List.of(1_000_000L);
    int valueBytes = Pairs.DEFAULT_VALUE_BYTES;
    int rounds = 5;
    Duration pass = Duration.ofSeconds(3);
    Durability durability = Durability.PROCESS;
    OptionalLong budgetBytes = OptionalLong.empty();
    int threadCount = 1;
    OptionalLong pacedRate = OptionalLong.empty();
    List<String> jvmFlags = new ArrayList<>();
    Detail detail = Detail.MAIN;
    Path directory = Path.of("target");
    Path report = Path.of("target", "compare.json");
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      String value = equals < 0 ? "" : argument.substring(equals + 1);
      switch (name) {
        case "--stores" -> peers = listOf(value).map(Peer::of).toList();
        case "--workloads" -> workloads = listOf(value).map(Workload::of).toList();
        case "--pairs" -> pairCounts = listOf(value).map(CompareOptions::quantity).toList();
        case "--value-bytes" -> valueBytes = Math.toIntExact(quantity(value));
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seconds" -> pass = Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
        case "--durability" -> durability = Durability.valueOf(value.toUpperCase(Locale.ROOT));
        case "--budget" -> budgetBytes = OptionalLong.of(quantity(value));
        case "--threads" -> threadCount = Integer.parseInt(value);
        case "--rate" -> pacedRate = OptionalLong.of(quantity(value));
        case "--jvm" -> jvmFlags.add(value);
        case "--details" -> detail = Detail.ALL;
        case "--directory" -> directory = Path.of(value);
        case "--report" -> report = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + argument);
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
    return Arrays.stream(value.split(","));
  }

  /** A number that may end in k, m or g, which are the binary ones. */
  private static long quantity(String text) {
    int shift =
        switch (text.isEmpty() ? ' ' : Character.toLowerCase(text.charAt(text.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    return Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
  }
}

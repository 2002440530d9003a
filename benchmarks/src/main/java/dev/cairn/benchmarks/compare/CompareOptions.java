package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param peers the stores, the one that the others are compared with first
 * @param pairCounts the sizes
 * @param rounds how often everything is measured
 * @param pass how long each pass measures
 * @param jvmFlags what every measuring JVM is started with
 * @param directory where the stores are made, and removed again
 * @param report the JSON file
 */
record CompareOptions(
    List<Peer> peers,
    List<Long> pairCounts,
    int rounds,
    Duration pass,
    List<String> jvmFlags,
    Path directory,
    Path report) {
  static final String USAGE =
      """
      Options, with their defaults:
        --stores=cairn,chronicle,heap      the others are compared with the first; also cairn-memory
        --pairs=1000000,10000000           pairs in the store
        --rounds=5                         of all stores, in turns
        --seconds=3                        that each pass measures
        --jvm=-XX:+UseG1GC                 a flag for every measuring JVM; may be repeated
        --directory=target                 where stores are made, and removed again
        --report=target/compare.json       every figure of every round
      """;

  static CompareOptions parse(String... arguments) {
    List<Peer> peers = List.of(Peer.CAIRN, Peer.CHRONICLE, Peer.HEAP);
    List<Long> pairCounts = List.of(1_000_000L, 10_000_000L);
    int rounds = 5;
    Duration pass = Duration.ofSeconds(3);
    List<String> jvmFlags = new ArrayList<>();
    Path directory = Path.of("target");
    Path report = Path.of("target", "compare.json");
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      String value = equals < 0 ? "" : argument.substring(equals + 1);
      switch (name) {
        case "--stores" -> peers = listOf(value).map(Peer::of).toList();
        case "--pairs" -> pairCounts = listOf(value).map(Long::valueOf).toList();
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seconds" -> pass = Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
        case "--jvm" -> jvmFlags.add(value);
        case "--directory" -> directory = Path.of(value);
        case "--report" -> report = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + argument);
      }
    }
    if (jvmFlags.isEmpty()) {
      jvmFlags.add("-XX:+UseG1GC");
    }
    return new CompareOptions(
        peers,
        pairCounts,
        rounds,
        pass,
        List.copyOf(jvmFlags),
        directory.toAbsolutePath(),
        report.toAbsolutePath());
  }

  private static Stream<String> listOf(String value) {
    return Arrays.stream(value.split(","));
  }
}

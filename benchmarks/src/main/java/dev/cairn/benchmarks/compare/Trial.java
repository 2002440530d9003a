package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Home;
import dev.cairn.benchmarks.store.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One workload of one store at one size, as a measuring JVM is told of it.
 *
 * @param options what the command line asks for
 * @param peer the store
 * @param workload what is measured
 * @param pairCount pairs it will hold
 * @param pass how long each pass measures
 * @param round which round of the run this is; seeds all random choices, the same for every store
 * @param directory of the store
 * @param acknowledged overwrites that an earlier process had done before it was killed
 */
record Trial(
    CompareOptions options,
    Peer peer,
    Workload workload,
    long pairCount,
    Duration pass,
    int round,
    Path directory,
    long acknowledged) {
  /** Room for the pairs and as much again for what overwriting leaves behind. */
  private static final int ROOMS = 2;

  private static final long ROOM_FOR_SMALL_STORES_BYTES = 64L << 20;

  /** What a store takes for a pair beside its content, with nothing to spare. */
  private static final int BYTES_BESIDE_CONTENT = 24;

  private static final Duration LEAST_LIMIT = Duration.ofMinutes(20);
  private static final int PASSES_IN_LIMIT = 100;
  private static final long LIMIT_NANOS_PER_PAIR = 200_000;
  private static final long LIMIT_NANOS_PER_BYTE = 200;

  private static final long REHEARSED_PAIRS = 200_000;
  private static final Duration REHEARSED_PASS = Duration.ofMillis(300);

  static Trial ofArguments(List<String> arguments) {
    CompareOptions options = CompareOptions.parse(arguments.subList(6, arguments.size()));
    return new Trial(
        options,
        Peer.of(arguments.get(0)),
        Workload.of(arguments.get(1)),
        Long.parseLong(arguments.get(2)),
        options.pass(),
        Integer.parseInt(arguments.get(3)),
        Path.of(arguments.get(4)),
        Long.parseLong(arguments.get(5)));
  }

  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add(peer.label());
    arguments.add(workload.label());
    arguments.add(Long.toString(pairCount));
    arguments.add(Integer.toString(round));
    arguments.add(directory.toString());
    arguments.add(Long.toString(acknowledged));
    arguments.addAll(options.arguments());
    return arguments;
  }

  Procedure procedure() {
    return workload.procedure();
  }

  /** What its writes survive. */
  Durability durability() {
    return peer.given(procedure().durability(options.durability()));
  }

  /**
   * The longest that one of its JVMs may take: twenty minutes, and what a store needs for its pairs
   * that is slower with them than any yet. One that hangs must not keep the others from their turn.
   */
  Duration limit() {
    long contentBytes = pairCount * (Pairs.KEY_BYTES + options.valueBytes());
    return LEAST_LIMIT
        .plus(pass.multipliedBy(PASSES_IN_LIMIT))
        .plus(Duration.ofNanos(LIMIT_NANOS_PER_PAIR * pairCount))
        .plus(Duration.ofNanos(LIMIT_NANOS_PER_BYTE * contentBytes));
  }

  /** Where the measured store lives. */
  Home home() {
    return home(durability());
  }

  /** The same for filling a store whose filling is not measured. */
  Home fillingHome() {
    return home(peer.given(Durability.MEMORY));
  }

  private Home home(Durability durability) {
    int pairBytes = Pairs.KEY_BYTES + options.valueBytes() + BYTES_BESIDE_CONTENT;
    long budgetBytes =
        options.budgetBytes().orElse(ROOM_FOR_SMALL_STORES_BYTES + ROOMS * pairCount * pairBytes);
    long mostPairs = pairCount + procedure().mostInserts(this);
    return new Home(directory, mostPairs, options.valueBytes(), budgetBytes, durability);
  }

  /** What it is, for people. */
  String title() {
    return String.format(
        Locale.ROOT,
        "%s, %s, %,d pairs, round %d",
        workload.label(),
        peer.label(),
        pairCount,
        round + 1);
  }

  /** The same trial with fewer pairs and in a place of its own. */
  Trial rehearsal() {
    return new Trial(
        options,
        peer,
        workload,
        Math.min(pairCount, REHEARSED_PAIRS),
        pass.compareTo(REHEARSED_PASS) < 0 ? pass : REHEARSED_PASS,
        round,
        directory.resolveSibling(directory.getFileName() + "-rehearsal"),
        acknowledged);
  }

  /** The same trial of a store that was killed after so many overwrites had been acknowledged. */
  Trial afterKill(long acknowledgedOverwrites) {
    return new Trial(
        options, peer, workload, pairCount, pass, round, directory, acknowledgedOverwrites);
  }
}

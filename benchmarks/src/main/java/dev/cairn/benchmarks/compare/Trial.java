package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Home;
import dev.cairn.benchmarks.store.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One store at one size, as a measuring JVM is told of it.
 *
 * @param peer the store
 * @param pairCount pairs it will hold
 * @param pass how long each pass measures
 * @param seed of all random choices; the same for every store of a round
 * @param directory for the files of this trial
 */
record Trial(Peer peer, long pairCount, Duration pass, long seed, Path directory) {
  /** Room for the pairs and as much again for what overwriting leaves behind. */
  private static final int ROOMS = 2;

  private static final int STARVED_SHARE = 4;
  private static final long ROOM_FOR_SMALL_STORES_BYTES = 64L << 20;

  static Trial ofArguments(List<String> arguments) {
    return new Trial(
        Peer.of(arguments.get(0)),
        Long.parseLong(arguments.get(1)),
        Duration.parse(arguments.get(2)),
        Long.parseLong(arguments.get(3)),
        Path.of(arguments.get(4)));
  }

  List<String> toArguments() {
    return List.of(
        peer.label(),
        Long.toString(pairCount),
        pass.toString(),
        Long.toString(seed),
        directory.toString());
  }

  Population population() {
    return new Population(pairCount);
  }

  /** The place of the store that is measured, closed and opened again. */
  Home home() {
    return home("measured", ROOM_FOR_SMALL_STORES_BYTES + ROOMS * Peer.neededBytes(pairCount));
  }

  /** The place of the store that is killed. */
  Home killedHome() {
    return home("killed", ROOM_FOR_SMALL_STORES_BYTES + ROOMS * Peer.neededBytes(pairCount));
  }

  /** The place of a store that may take a quarter of the memory it needs. */
  Home starvedHome() {
    return home("starved", Peer.neededBytes(pairCount) / STARVED_SHARE);
  }

  /** The same trial with fewer pairs and in a place of its own. */
  Trial rehearsal(long pairs, Duration shortPass) {
    return new Trial(peer, pairs, shortPass, seed, directory.resolve("rehearsal"));
  }

  private Home home(String name, long budgetBytes) {
    return new Home(directory.resolve(name), pairCount, budgetBytes);
  }
}

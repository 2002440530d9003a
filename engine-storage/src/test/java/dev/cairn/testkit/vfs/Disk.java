package dev.cairn.testkit.vfs;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A disk that goes through the effects of a trace one by one, and at any instant tells what a crash
 * could leave. It never goes back: for an earlier instant begin another one.
 */
final class Disk {
  /**
   * How a random crash treats what is not on the device: nearly all lost, anything, nearly all
   * kept.
   */
  private static final double[] KEEP = {0.05, 0.5, 0.95};

  private final int lyingSync;
  private final Map<Integer, FileHistory> files = new HashMap<>();
  private final Map<String, Integer> currentNames = new TreeMap<>();
  private Map<String, Integer> durableNames;

  /** Changes of names that no directory sync has covered, oldest first. */
  private final List<Effect> unsyncedNames = new ArrayList<>();

  private int step;

  /**
   * Begins with a disk on which everything is durable.
   *
   * @param start its content; the files have the numbers 0, 1 and so on in the order of names
   * @param lyingSync the step of a sync that does nothing
   */
  Disk(DiskState start, int lyingSync) {
    this.lyingSync = lyingSync;
    new TreeMap<>(start.files())
        .forEach((name, image) -> {
          currentNames.put(name, files.size());
          files.put(files.size(), new FileHistory(image));
        });
    durableNames = new TreeMap<>(currentNames);
  }

  private Disk(Disk that) {
    lyingSync = that.lyingSync;
    that.files.forEach((file, history) -> files.put(file, new FileHistory(history)));
    currentNames.putAll(that.currentNames);
    durableNames = new TreeMap<>(that.durableNames);
    unsyncedNames.addAll(that.unsyncedNames);
    step = that.step;
  }

  /** A disk like this one, which goes on by itself. */
  Disk copy() {
    return new Disk(this);
  }

  int step() {
    return step;
  }

  /** The numbers of the files by their names, as a process sees them. */
  Map<String, Integer> names() {
    return Collections.unmodifiableMap(currentNames);
  }

  /** How many files there have been; their numbers begin at 0. */
  int fileCount() {
    return files.size();
  }

  void apply(Effect effect) {
    step++;
    if (step == lyingSync) {
      return;
    }
    switch (effect) {
      case Effect.Created(_, int file) -> {
        files.put(file, new FileHistory(FileImage.EMPTY));
        changeNames(effect);
      }
      case Effect.Renamed _, Effect.Deleted _ -> changeNames(effect);
      case Effect.DirectorySynced _ -> {
        durableNames = new TreeMap<>(currentNames);
        unsyncedNames.clear();
      }
      case Effect.Written(_, int file, long position, MemorySegment bytes) ->
          history(file).write(position, bytes);
      case Effect.Resized(_, int file, long bytes) -> history(file).resize(bytes);
      case Effect.Synced(_, int file) -> history(file).sync();
      case Effect.SyncFailed(_, int file) -> history(file).failSync();
    }
  }

  DiskState crash(CrashPlan plan) {
    return switch (plan.kind()) {
      case KEEP_ALL -> state(currentNames, FileHistory::current);
      case DROP_ALL -> state(durableNames, FileHistory::durable);
      case RANDOM -> {
        var random = new SplittableRandom(plan.seed());
        double keep = KEEP[random.nextInt(KEEP.length)];
        yield state(randomNames(random), history -> history.random(random, keep));
      }
    };
  }

  private DiskState state(Map<String, Integer> names, Function<FileHistory, FileImage> choice) {
    Map<String, FileImage> images = new TreeMap<>();
    names.forEach((name, file) -> images.put(name, choice.apply(history(file))));
    return new DiskState(images);
  }

  /**
   * Some of the changes of names, each whole or not at all, in their order: none, all, the first
   * ones as a journal would keep them, or any.
   */
  private Map<String, Integer> randomNames(SplittableRandom random) {
    int count = unsyncedNames.size();
    int choice = random.nextInt(4);
    int prefix = random.nextInt(count + 1);
    Map<String, Integer> names = new TreeMap<>(durableNames);
    for (int i = 0; i < count; i++) {
      boolean kept =
          switch (choice) {
            case 0 -> false;
            case 1 -> true;
            case 2 -> i < prefix;
            default -> random.nextBoolean();
          };
      if (kept) {
        change(names, unsyncedNames.get(i));
      }
    }
    return names;
  }

  private void changeNames(Effect effect) {
    change(currentNames, effect);
    unsyncedNames.add(effect);
  }

  private static void change(Map<String, Integer> names, Effect effect) {
    switch (effect) {
      case Effect.Created(String name, int file) -> names.put(name, file);
      case Effect.Renamed(String from, String to, int file) -> {
        names.remove(from, file);
        names.put(to, file);
      }
      case Effect.Deleted(String name, int file) -> names.remove(name, file);
      default -> throw new IllegalArgumentException("changes no name: " + effect);
    }
  }

  private FileHistory history(int file) {
    return Objects.requireNonNull(files.get(file));
  }
}

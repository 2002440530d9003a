package dev.cairn.testkit.vfs;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A file on a disk that has not crashed yet: what is on the device, what a read would see, and for
 * every sector and the size all versions in between, oldest first.
 */
final class FileHistory {
  private final List<Sector> durable;
  private final List<Sector> current;
  private long durableSize;
  private long currentSize;

  /** What the next sync brings to the device: versions of sectors and sizes since the last one. */
  private final Map<Integer, List<Sector>> unsynced = new TreeMap<>();

  private final List<Long> unsyncedSizes = new ArrayList<>();

  /**
   * Versions of sectors whose sync failed. The system thinks them clean, so reads see them, the
   * device may have them, and no later sync writes them unless the sector is written again.
   */
  private final Map<Integer, List<Sector>> lost = new TreeMap<>();

  FileHistory(FileImage image) {
    durable = new ArrayList<>(image.visibleSectors());
    current = new ArrayList<>(durable);
    durableSize = image.size();
    currentSize = image.size();
  }

  /** A history that begins as another, and goes on by itself. */
  FileHistory(FileHistory that) {
    durable = new ArrayList<>(that.durable);
    current = new ArrayList<>(that.current);
    durableSize = that.durableSize;
    currentSize = that.currentSize;
    that.unsynced.forEach((index, versions) -> unsynced.put(index, new ArrayList<>(versions)));
    unsyncedSizes.addAll(that.unsyncedSizes);
    that.lost.forEach((index, versions) -> lost.put(index, new ArrayList<>(versions)));
  }

  void write(long position, MemorySegment bytes) {
    long end = position + bytes.byteSize();
    for (long at = position; at < end; ) {
      int inSector = (int) (at % Sector.BYTES);
      int step = (int) Math.min(end - at, Sector.BYTES - inSector);
      int index = Math.toIntExact(at / Sector.BYTES);
      padTo(current, index + 1);
      change(index, current.get(index).with(inSector, bytes, at - position, step));
      at += step;
    }
    if (end > currentSize) {
      changeSize(end);
    }
  }

  void resize(long bytes) {
    for (int i = (int) (bytes / Sector.BYTES); i < current.size(); i++) {
      if (!current.get(i).isBlank()) {
        long kept = Math.max(0, bytes - (long) i * Sector.BYTES);
        change(i, current.get(i).cutAt((int) kept));
      }
    }
    changeSize(bytes);
  }

  void sync() {
    padTo(durable, current.size());
    for (int index : unsynced.keySet()) {
      durable.set(index, current.get(index));
      lost.remove(index);
    }
    durableSize = currentSize;
    unsynced.clear();
    unsyncedSizes.clear();
  }

  void failSync() {
    unsynced.forEach(
        (index, versions) -> lost.computeIfAbsent(index, _ -> new ArrayList<>()).addAll(versions));
    unsynced.clear();
  }

  FileImage current() {
    return new FileImage(List.copyOf(current), currentSize);
  }

  FileImage durable() {
    return new FileImage(List.copyOf(durable), durableSize);
  }

  /**
   * What a crash could leave.
   *
   * @param random what chooses
   * @param keep how likely the latest version of something is taken at once; otherwise all versions
   *     are equally likely
   */
  FileImage random(SplittableRandom random, double keep) {
    List<Sector> chosen = new ArrayList<>(durable);
    padTo(chosen, current.size());
    Set<Integer> unsure = new TreeSet<>(lost.keySet());
    unsure.addAll(unsynced.keySet());
    for (int index : unsure) {
      List<Sector> versions = new ArrayList<>(lost.getOrDefault(index, List.of()));
      versions.addAll(unsynced.getOrDefault(index, List.of()));
      chosen.set(index, choose(random, keep, chosen.get(index), versions));
    }
    return new FileImage(chosen, choose(random, keep, durableSize, unsyncedSizes));
  }

  private static <T> T choose(SplittableRandom random, double keep, T oldest, List<T> later) {
    if (later.isEmpty()) {
      return oldest;
    }
    int choice = random.nextDouble() < keep ? later.size() : random.nextInt(later.size() + 1);
    return choice == 0 ? oldest : later.get(choice - 1);
  }

  private void change(int index, Sector version) {
    current.set(index, version);
    unsynced.computeIfAbsent(index, _ -> new ArrayList<>()).add(version);
  }

  private void changeSize(long bytes) {
    currentSize = bytes;
    unsyncedSizes.add(bytes);
  }

  private static void padTo(List<Sector> sectors, int count) {
    while (sectors.size() < count) {
      sectors.add(Sector.ZEROS);
    }
  }
}

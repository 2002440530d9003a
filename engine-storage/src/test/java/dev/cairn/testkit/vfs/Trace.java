package dev.cairn.testkit.vfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All effects on a disk in their order, and what the test says about them. The effect of step 1 is
 * the first; step 0 is before it. Whoever uses it holds the monitor of the {@link CrashableVfs}.
 */
final class Trace {
  private final DiskState start;
  private final List<Effect> effects;
  private final TreeMap<Integer, List<Object>> marks = new TreeMap<>();

  /**
   * The disks last asked for: one honest, one with a lie. Most questions come in order of steps.
   */
  private Disk honest;

  private Disk lying;
  private int lyingSync = CrashPlan.NO_LIE;

  Trace(DiskState start) {
    this(start, List.of(), new Disk(start, CrashPlan.NO_LIE));
  }

  private Trace(DiskState start, List<Effect> effects, Disk honest) {
    this.start = start;
    this.effects = new ArrayList<>(effects);
    this.honest = honest;
    lying = honest;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  /** What was done up to a step, to go on from there in another way. */
  Trace upTo(int step) {
    return new Trace(start, effects.subList(0, step), honestDisk(step).copy());
  }

  /** The numbers of the files after a step, by their names. */
  Map<String, Integer> names(int step) {
    return honestDisk(step).names();
  }

  /** How many files there were up to a step. */
  int fileCount(int step) {
    return honestDisk(step).fileCount();
  }

  int steps() {
    return effects.size();
  }

  Effect effect(int step) {
    return effects.get(step - 1);
  }

  List<Integer> syncSteps() {
    List<Integer> steps = new ArrayList<>();
    for (int step = 1; step <= effects.size(); step++) {
      if (effect(step).isSync()) {
        steps.add(step);
      }
    }
    return steps;
  }

  void mark(Object mark) {
    marks.computeIfAbsent(steps(), _ -> new ArrayList<>()).add(mark);
  }

  <T> @Nullable T lastMarkAt(int step, Class<T> type) {
    for (List<Object> atStep : marks.headMap(step, true).descendingMap().values()) {
      for (Object mark : atStep.reversed()) {
        if (type.isInstance(mark)) {
          return type.cast(mark);
        }
      }
    }
    return null;
  }

  DiskState crashAfter(int step, CrashPlan plan) {
    if (step < 0 || step > effects.size()) {
      throw new IllegalArgumentException("step " + step + ": expected 0 to " + effects.size());
    }
    Disk disk = plan.lyingSync() == CrashPlan.NO_LIE ? honestDisk(step) : lyingDisk(step, plan);
    return disk.crash(plan);
  }

  private Disk honestDisk(int step) {
    if (honest.step() > step) {
      honest = new Disk(start, CrashPlan.NO_LIE);
    }
    advance(honest, step);
    return honest;
  }

  private Disk lyingDisk(int step, CrashPlan plan) {
    int lie = plan.lyingSync();
    if (lie < 1 || lie > effects.size() || !effect(lie).isSync()) {
      throw new IllegalArgumentException("step " + lie + " is no sync");
    }
    if (lyingSync != lie || lying.step() > step) {
      lying = new Disk(start, lie);
      lyingSync = lie;
    }
    advance(lying, step);
    return lying;
  }

  private void advance(Disk disk, int step) {
    while (disk.step() < step) {
      disk.apply(effect(disk.step() + 1));
    }
  }
}

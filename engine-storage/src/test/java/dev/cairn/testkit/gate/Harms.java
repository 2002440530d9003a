package dev.cairn.testkit.gate;

import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.BadSectorVfs;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.DiskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Harms to the files of a store that are planned, then done, each to a copy of its own. */
final class Harms {
  /**
   * One harm.
   *
   * @param kind what kind it is, with the file's name
   * @param where where in the file, for messages
   * @param file the file
   * @param from where in the file the harmed bytes begin
   * @param to where they end
   * @param isFlip whether it is one bit
   * @param doing does it to a copy, and returns what is left
   */
  record Harm(
      String kind,
      String where,
      String file,
      long from,
      long to,
      boolean isFlip,
      UnaryOperator<Vfs> doing) {
    @Override
    public String toString() {
      return kind + where;
    }
  }

  private final MemoryVfs original;
  private final Seed seed;
  private final List<Harm> harms = new ArrayList<>();
  private final Runs runs;

  Harms(MemoryVfs original, Seed seed) {
    this.original = original;
    this.seed = seed;
    this.runs = new Runs(seed);
  }

  /** The files that can be harmed. */
  List<String> names() {
    return original.list().stream().filter(name -> !name.equals(StoreFile.LOCK_NAME)).toList();
  }

  /** Plans to flip a bit. */
  void flip(String name, long position, int bit) {
    add(
        name + " flip",
        ", bit " + bit + " of byte " + position,
        name,
        position,
        position + 1,
        true,
        files -> Damage.flipBit(files, name, position, bit));
  }

  /** Plans to cut a file. */
  void cut(String name, long size) {
    add(
        name + " cut",
        " to " + size,
        name,
        size,
        original.size(name),
        false,
        files -> Damage.truncate(files, name, size));
  }

  /** Plans to take a file away. */
  void remove(String name) {
    add(name + " missing", "", name, 0, original.size(name), false, files -> files.delete(name));
  }

  /** Plans that bytes of one place are written to another, as by a disk that mistook it. */
  void misdirect(String source, long from, String name, long at, int bytes) {
    add(
        name + " misdirected",
        ", " + bytes + " bytes of " + source + " at " + from + " to " + at,
        name,
        at,
        at + bytes,
        false,
        files -> Damage.copyBytes(files, source, from, name, at, bytes));
  }

  /** Plans that the disk does not give a part of a file any more. */
  void makeUnreadable(String name, long from, long to) {
    harms.add(
        new Harm(
            name + " unreadable",
            " from " + from,
            name,
            from,
            Math.min(to, original.size(name)),
            false,
            files -> new BadSectorVfs(files, name, from, to)));
  }

  private void add(
      String kind,
      String where,
      String file,
      long from,
      long to,
      boolean isFlip,
      Consumer<Vfs> doing) {
    harms.add(
        new Harm(
            kind,
            where,
            file,
            from,
            to,
            isFlip,
            files -> {
              doing.accept(files);
              return files;
            }));
  }

  /** Puts what was planned in another order, so that all kinds of harm come early. */
  void shuffle() {
    Collections.shuffle(harms, new Random(seed.value()));
  }

  /** Does what was planned, and has each examined; several threads may, and share the work. */
  void run(BiConsumer<Harm, Vfs> examine) {
    run(harms.size(), examine);
  }

  /** Likewise for the first that were planned. */
  void run(int count, BiConsumer<Harm, Vfs> examine) {
    int end = Math.min(count, harms.size());
    DiskState sound = DiskState.of(original);
    for (int i; Crew.goesOn() && (i = runs.next(end)) >= 0; ) {
      Harm harm = harms.get(i);
      try {
        examine.accept(harm, harm.doing.apply(sound.toMemory()));
      } catch (RuntimeException | Error failure) {
        throw runs.failure(i, "harm " + harm, failure);
      }
    }
  }

  /** How many were done, the one that failed too. */
  int doneCount() {
    return Math.min(runs.begunCount(), harms.size());
  }
}

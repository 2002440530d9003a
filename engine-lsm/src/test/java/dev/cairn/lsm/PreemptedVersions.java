package dev.cairn.lsm;

import dev.cairn.internal.memory.Epochs;
import dev.cairn.testkit.edit.Preemption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Holds and releases versions, while at each step in turn another follows or is released. There are
 * two tables, of which the later version has the second alone.
 */
final class PreemptedVersions {
  private final Table first;
  private final Table second;
  private final Epochs epochs = new Epochs();
  private final List<Table> obsolete = new ArrayList<>();
  private final Version version;
  private final Version later;

  private PreemptedVersions(Table first, Table second) {
    this.first = first;
    this.second = second;
    List<List<Table>> levels =
        new ArrayList<>(Collections.nCopies(Version.LEVELS, List.<Table>of()));
    levels.set(0, List.of(first, second));
    this.version = Version.of(levels, obsolete::add);
    this.later = version.with(new VersionEdit(Set.of(first.entry().id()), List.of()));
  }

  private enum Scene {
    /** The present version is held for a while, and another takes its place. */
    REPLACED {
      @Override
      boolean isReached(int point, PreemptedVersions versions, Views views) {
        boolean isReached =
            Preemption.at(
                point,
                () -> views.setVersion(versions.later),
                () -> versions.holdPresent(point, views));
        if (!isReached) {
          views.setVersion(versions.later);
        }
        return isReached;
      }
    },
    /** The last two who hold a version let it go. */
    LAST_OF_A_VERSION {
      @Override
      boolean isReached(int point, PreemptedVersions versions, Views views) {
        Version version = versions.version;
        version.hold();
        boolean isReached = Preemption.at(point, version::release, version::release);
        if (!isReached) {
          version.release();
        }
        return isReached;
      }
    };

    /** Leaves the later version alone. */
    abstract boolean isReached(int point, PreemptedVersions versions, Views views);
  }

  /** Tries all, and returns how often another came between. Called in classes with points. */
  static int run() {
    try (TestTables tables = new TestTables(1 << 12, 1 << 18)) {
      Memtable memtable =
          new Memtable(tables.budget, new LogRecords(null), 0, 1 << 10, new byte[0], false);
      Table first = table(tables, 1);
      Table second = table(tables, 2);
      int count = 0;
      for (Scene scene : Scene.values()) {
        for (int point = 0; ; point++) {
          PreemptedVersions versions = new PreemptedVersions(first, second);
          View view = new View(memtable, List.of(), versions.version);
          boolean isReached = scene.isReached(point, versions, new Views(versions.epochs, view));
          versions.requireObsolete(point, List.of(first));
          versions.later.release();
          versions.requireObsolete(point, List.of(first, second));
          if (!isReached) {
            break;
          }
          count++;
        }
      }
      return count + releasedTogether(first, second);
    }
  }

  private static Table table(TestTables tables, int key) {
    TableShape shape = new TableShape(1 << 12, 10, Compression.NONE, tables.seed());
    TestTables.Entry entry = new TestTables.Entry(new byte[] {(byte) key}, key, false, new byte[1]);
    return tables.write(shape, List.of(entry), RangeTombstones.NONE);
  }

  /** The last two versions that have a table go. */
  private static int releasedTogether(Table first, Table second) {
    for (int point = 0; ; point++) {
      PreemptedVersions versions = new PreemptedVersions(first, second);
      boolean isReached = Preemption.at(point, versions.later::release, versions.version::release);
      if (!isReached) {
        versions.later.release();
      }
      versions.requireObsolete(point, List.of(first, second));
      if (!isReached) {
        return point;
      }
    }
  }

  private void holdPresent(int point, Views views) {
    try (HeldVersion held = HeldVersion.present(epochs, views)) {
      Preemption.here();
      if (!Collections.disjoint(held.version().tables(), obsolete)) {
        throw new AssertionError("at point %d a table goes that is held".formatted(point));
      }
      Preemption.here();
    }
  }

  private void requireObsolete(int point, List<Table> expected) {
    boolean _ = epochs.reclaim();
    if (obsolete.size() != expected.size() || !obsolete.containsAll(expected)) {
      throw new AssertionError(
          "at point %d: expected %d tables to go, found %d"
              .formatted(point, expected.size(), obsolete.size()));
    }
  }
}

package dev.cairn.internal.vfs;

import dev.cairn.testkit.edit.Preemption;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Deletes an open file, and looks at each step whether the monitor of all names is held. */
final class PreemptedDelete {
  private static final byte[] CONTENT = {1, 2, 3};

  private PreemptedDelete() {}

  /** Tries all, and returns how many steps there are. Called in classes with points. */
  static int run() throws IOException {
    Path directory = Files.createTempDirectory("deleted");
    try {
      OsVfs vfs = new OsVfs(directory);
      List<Boolean> held = new ArrayList<>();
      while (isReached(vfs, held.size(), held)) {
        // The next one.
      }
      int points = held.size();
      if (held.getFirst() || !held.get(points - 2) || held.getLast()) {
        throw new AssertionError(
            "expected the monitor until the name is gone, and not while blocks are freed: " + held);
      }
      return points;
    } finally {
      Files.delete(directory);
    }
  }

  private static boolean isReached(OsVfs vfs, int point, List<Boolean> held) {
    FileBytes.create(vfs, "a", CONTENT);
    try (VfsFile file = vfs.open("a", OpenMode.READ)) {
      boolean isReached =
          Preemption.at(point, () -> held.add(Thread.holdsLock(vfs.names)), () -> vfs.delete("a"));
      if (!Arrays.equals(FileBytes.read(file, 0, CONTENT.length), CONTENT)) {
        throw new AssertionError("the file that is open has lost its content");
      }
      return isReached;
    }
  }
}

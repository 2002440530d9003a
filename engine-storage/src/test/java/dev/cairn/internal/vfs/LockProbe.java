package dev.cairn.internal.vfs;

import dev.cairn.StoreLockedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that tries to take a lock, says how that went, and holds it until its input ends. */
final class LockProbe {
  static final String TAKEN = "taken";
  static final String NO_THREAD = "no thread";

  private LockProbe() {}

  public static void main(String[] args) throws IOException {
    try (VfsLock lock = take(new OsVfs(Path.of(args[0])))) {
      say(lock == null ? "nothing" : TAKEN);
      while (System.in.read() >= 0) {}
    } catch (StoreLockedException e) {
      say(String.valueOf(e.getMessage()));
    }
  }

  /** Tries once more if there was no thread for it. */
  private static VfsLock take(OsVfs directory) throws IOException {
    try {
      return directory.lock("LOCK");
    } catch (OutOfMemoryError noThread) {
      say(NO_THREAD);
      return directory.lock("LOCK");
    }
  }

  static void say(String what) throws IOException {
    System.out.write((what + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}

package dev.cairn.internal.vfs;

import dev.cairn.StoreLockedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that tries to take a lock, says how that went, and holds it until its input ends. */
final class LockProbe {
  static final String TAKEN = "taken";

  private LockProbe() {}

  public static void main(String[] args) throws IOException {
    try (VfsLock lock = new OsVfs(Path.of(args[0])).lock("LOCK")) {
      say(lock == null ? "nothing" : TAKEN);
      while (System.in.read() >= 0) {}
    } catch (StoreLockedException e) {
      say(String.valueOf(e.getMessage()));
    }
  }

  private static void say(String what) throws IOException {
    System.out.write((what + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}

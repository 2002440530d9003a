package dev.cairn.internal.vfs;

import dev.cairn.StoreIOException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that makes a file with one descriptor left, and says what the directory has then. */
final class DescriptorProbe {
  private DescriptorProbe() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    OsVfs vfs = new OsVfs(directory);
    create(vfs, "first");
    create(vfs, "first"); // Fails, so that the classes are there that a failure needs.
    List<InputStream> taken = takeAllButOne(directory.resolve("first"));
    create(vfs, "second");
    for (InputStream stream : taken) {
      stream.close();
    }
    LockProbe.say(vfs.list().toString());
  }

  private static void create(OsVfs vfs, String name) {
    try {
      vfs.open(name, OpenMode.CREATE).close();
    } catch (StoreIOException refused) {
      // What matters is what is left.
    }
  }

  private static List<InputStream> takeAllButOne(Path file) throws IOException {
    List<InputStream> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(Files.newInputStream(file));
      }
    } catch (IOException noneLeft) {
      taken.removeLast().close();
    }
    return taken;
  }
}

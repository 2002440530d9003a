package dev.cairn.testkit.device;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory in memory that takes only so many bytes: a device on a file in it fails then. */
public final class SmallMemoryDisk implements AutoCloseable {
  private static final String FILLER = "filler";

  private final Path directory;

  private SmallMemoryDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes one.
   *
   * @param directory where; it does not exist
   * @param bytes how much it takes
   * @return the disk
   * @throws org.opentest4j.TestAbortedException if this user may not
   * @throws AssertionError in place of that with {@code -Dcairn.device=required}
   */
  public static SmallMemoryDisk create(Path directory, long bytes) throws IOException {
    Files.createDirectory(directory);
    try {
      Command.run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", directory.toString());
    } catch (IOException impossible) {
      throw LoopFileSystem.skipped("tmpfs", impossible);
    }
    return new SmallMemoryDisk(directory);
  }

  /** Fills it, so that it takes nothing more but in place of what is there. */
  public void fill() throws IOException {
    byte[] block = new byte[1 << 16];
    try (OutputStream filler = Files.newOutputStream(directory.resolve(FILLER))) {
      while (true) {
        filler.write(block);
      }
    } catch (IOException full) {
      if (Files.getFileStore(directory).getUsableSpace() > 0) {
        throw full;
      }
    }
  }

  /** Lets it take more. */
  public void grow(long bytes) throws IOException {
    Command.run("mount", "-o", "remount,size=" + bytes, directory.toString());
  }

  @Override
  public void close() throws IOException {
    Command.run("umount", directory.toString());
  }
}

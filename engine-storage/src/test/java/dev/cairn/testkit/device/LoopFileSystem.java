package dev.cairn.testkit.device;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/** A file system on a loop device, whose content is a file. */
public final class LoopFileSystem implements AutoCloseable {
  private static final int BLOCK_BYTES = 4096;

  /** The blocks that a piece of a file has on the device, as filefrag prints them. */
  private static final Pattern EXTENT =
      Pattern.compile("^ *\\d+: +\\d+\\.\\. +\\d+: +(\\d+)\\.\\. +(\\d+):");

  private final Path content;
  private final String device;
  private final Path mountPoint;
  private boolean isMounted;

  private LoopFileSystem(Path content, String device, Path mountPoint) {
    this.content = content;
    this.device = device;
    this.mountPoint = mountPoint;
  }

  /**
   * Makes one, and mounts it.
   *
   * @param kind its kind
   * @param content a file that does not exist
   * @param bytes its size; the file is sparse
   * @param mountPoint a directory that does not exist
   * @return the file system, whose root is the mount point
   * @throws TestAbortedException if this machine cannot, or this user may not
   * @throws AssertionError in place of that with {@code -Dcairn.device=required}
   */
  public static LoopFileSystem create(
      FileSystemKind kind, Path content, long bytes, Path mountPoint) throws IOException {
    Files.createDirectory(mountPoint);
    try (RandomAccessFile file = new RandomAccessFile(content.toFile(), "rw")) {
      file.setLength(bytes);
    }
    LoopFileSystem made;
    try {
      Command.run(Command.with(kind.make(), content.toString()));
      String device = Command.run("losetup", "--find", "--show", content.toString());
      made = new LoopFileSystem(content, device, mountPoint);
    } catch (IOException impossible) {
      throw skipped(kind + " on a loop device", impossible);
    }
    try {
      made.writeByPages();
      made.mount();
    } catch (IOException impossible) {
      made.close();
      throw skipped(kind + " cannot be mounted", impossible);
    }
    return made;
  }

  /** Tells everyone that what needs root was not tried, or fails where it was asked for. */
  static TestAbortedException skipped(String what, IOException why) {
    if (System.getProperty("cairn.device", "").equals("required")) {
      throw new AssertionError(
          "-Pprivileged needs root, mkfs and loop devices: " + what + ": " + why.getMessage(), why);
    }
    System.out.println("SKIPPED, nothing was tested: " + what + ": " + why.getMessage());
    return new TestAbortedException(what, why);
  }

  /**
   * Where it is mounted.
   *
   * @return its root
   */
  public Path mountPoint() {
    return mountPoint;
  }

  /**
   * Lets no request to the device be longer than a page. Of a longer one a part may find room in
   * the file when the rest does not, and the loop driver reports such a request as done.
   */
  private void writeByPages() throws IOException {
    Path queue = Path.of("/sys/block", Path.of(device).getFileName().toString(), "queue");
    Files.writeString(queue.resolve("max_sectors_kb"), "4");
  }

  private void mount() throws IOException {
    Command.run("mount", device, mountPoint.toString());
    isMounted = true;
  }

  private void unmount() throws IOException {
    Command.run("umount", mountPoint.toString());
    isMounted = false;
  }

  /**
   * Gives back what zeros of a file take of the content. Who writes there needs it again, although
   * to this file system the file has all its blocks.
   *
   * @param file a file of this file system, all of which is on the device; nothing is done if a
   *     store has deleted it meanwhile
   */
  public void loseRoomOfZeros(Path file) throws IOException {
    for (String line : extents(file).split("\n")) {
      Matcher extent = EXTENT.matcher(line);
      if (extent.find()) {
        long first = Long.parseLong(extent.group(1));
        long blocks = Long.parseLong(extent.group(2)) - first + 1;
        Command.run(
            "fallocate",
            "--dig-holes",
            "--offset",
            Long.toString(first * BLOCK_BYTES),
            "--length",
            Long.toString(blocks * BLOCK_BYTES),
            content.toString());
      }
    }
  }

  private static String extents(Path file) throws IOException {
    try {
      return Command.run("filefrag", "-v", "-b4096", file.toString());
    } catch (IOException failure) {
      if (Files.exists(file)) {
        throw failure;
      }
      return "";
    }
  }

  /** Loses all that is not on the device; whoever uses it meets errors from now on. */
  public void crash() throws IOException {
    Shutdown.crash(mountPoint);
  }

  /** Mounts it again, which does what the journal says. Nobody uses it any more. */
  public void remount() throws IOException {
    unmount();
    mount();
  }

  @Override
  public void close() throws IOException {
    List<IOException> failures = new ArrayList<>();
    if (isMounted) {
      try {
        unmount();
      } catch (IOException busy) {
        failures.add(busy);
      }
    }
    Command.run("losetup", "--detach", device);
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}

package dev.cairn.benchmarks.compare;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A measuring JVM ended in another way than it should. */
final class TrialFailure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** A disk with less space than this is why a trial failed. */
  private static final long FULL_DISK_BYTES = 64L << 20;

  /** What Linux, and the exceptions of Cairn, say of a full disk. */
  private static final Pattern FULL_DISK =
      Pattern.compile("No space left on device|OutOfSpaceException|ENOSPC");

  private static final Pattern REASON = Pattern.compile("(?:Exception|Error)\\b");
  private static final String CAUSE = "Caused by: ";

  private final int exitCode;
  private final String errors;
  private final long usableBytes;
  private final @Nullable String ending;

  /**
   * Says what is known.
   *
   * @param exitCode of the JVM
   * @param errors what it printed on standard error
   * @param usableBytes what its disk had left when it ended
   */
  TrialFailure(int exitCode, String errors, long usableBytes) {
    this(exitCode, errors, usableBytes, null);
  }

  private TrialFailure(int exitCode, String errors, long usableBytes, @Nullable String ending) {
    super((ending == null ? "exit code " + exitCode : ending) + "\n" + errors);
    this.exitCode = exitCode;
    this.errors = errors;
    this.usableBytes = usableBytes;
    this.ending = ending;
  }

  /** Of a JVM that was killed because it had not ended in the time that it was given. */
  static TrialFailure noEnd(Duration limit, int exitCode, String errors, long usableBytes) {
    String ending = "no end after " + limit.toSeconds() + " seconds";
    return new TrialFailure(exitCode, errors, usableBytes, ending);
  }

  /** Whether the store cannot be had here at all. */
  boolean isUnavailable() {
    return exitCode == ForkedJvm.UNAVAILABLE;
  }

  /** Whether it failed because the disk is full. */
  boolean isFullDisk() {
    return usableBytes < FULL_DISK_BYTES || FULL_DISK.matcher(errors).find();
  }

  /** The line that names what has caused all others, for those who do not want all of them. */
  String reason() {
    if (ending != null) {
      return ending;
    }
    List<String> named =
        errors.lines().filter(line -> REASON.matcher(line).find()).map(String::strip).toList();
    return named.stream()
        .filter(line -> line.startsWith(CAUSE))
        .reduce((outer, inner) -> inner)
        .map(line -> line.substring(CAUSE.length()))
        .orElse(named.isEmpty() ? "exit code " + exitCode : named.getFirst());
  }
}

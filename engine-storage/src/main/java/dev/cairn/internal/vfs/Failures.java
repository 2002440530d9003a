package dev.cairn.internal.vfs;

import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns what the platform throws into what a store throws. */
final class Failures {
  private Failures() {}

  /**
   * Wraps a failure.
   *
   * @param where the file, as {@link Vfs#describe} has it
   * @param operation what was tried, with position and length if it has them
   * @param cause what the platform threw
   */
  static StoreIOException failed(String where, String operation, IOException cause) {
    return isOutOfSpace(cause)
        ? new OutOfSpaceException(message(where, operation, cause), cause)
        : failedForGood(where, operation, cause);
  }

  /** The same where the harm is done, also if all that lacked was room. */
  static StoreIOException failedForGood(String where, String operation, IOException cause) {
    return new StoreIOException(message(where, operation, cause), cause);
  }

  private static String message(String where, String operation, IOException cause) {
    return where + ": " + operation + " failed: " + reason(cause);
  }

  static String at(String operation, long position, long bytes) {
    return operation + " of " + bytes + " bytes at position " + position;
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "no such file";
      case FileAlreadyExistsException _ -> "the file exists already";
      case AccessDeniedException _ -> "permission denied";
      // Whose message has the file once more.
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }

  /**
   * Only the text tells. A system that words it otherwise gets a plain StoreIOException, which is
   * the safe side: the store then refuses writes where it could have gone on.
   */
  private static boolean isOutOfSpace(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("No space left on device")
        || message.contains("Disk quota exceeded")
        || message.contains("not enough space on the disk");
  }
}

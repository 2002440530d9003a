package dev.cairn;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The disk, or the bytes on it, kept a store from doing what was asked. Its types differ in what a
 * caller would do about it.
 */
public abstract class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

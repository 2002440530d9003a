package dev.cairn;

import java.io.Serial;

/**
 * Bytes on disk are not what was written. The store never returns such bytes as data, and never
 * guesses at what they were.
 */
public final class CorruptionException extends StoreException {
  @Serial private static final long serialVersionUID = 1;

  private final String file;
  private final long position;
  private final String damage;

  /**
   * Says what is wrong, and where.
   *
   * @param file the file's name in the store's directory
   * @param position where in the file the damaged thing begins, in bytes
   * @param what the damaged thing
   * @param expected what should have been there
   * @param found what was there
   */
  public CorruptionException(
      String file, long position, String what, String expected, String found) {
    this(
        file,
        position,
        what + " at position " + position + ": expected " + expected + ", found " + found);
    CorruptionEvent.commit(file, position, what);
  }

  private CorruptionException(String file, long position, String damage) {
    super(file + ": " + damage);
    this.file = file;
    this.position = position;
    this.damage = damage;
  }

  private CorruptionException(String path, CorruptionException cause) {
    super(path + ": " + cause.damage, cause);
    this.file = cause.file;
    this.position = cause.position;
    this.damage = cause.damage;
  }

  /**
   * The same, told by one who knows which store it is.
   *
   * @param path where the file is; the message begins with it
   * @return an exception whose cause is this one
   */
  public CorruptionException at(String path) {
    return new CorruptionException(path, this);
  }

  /**
   * The damaged file.
   *
   * @return its name in the store's directory
   */
  public String file() {
    return file;
  }

  /**
   * Where in the file the damaged thing begins.
   *
   * @return the position in bytes
   */
  public long position() {
    return position;
  }
}

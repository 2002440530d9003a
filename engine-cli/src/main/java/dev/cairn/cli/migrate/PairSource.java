package dev.cairn.cli.migrate;

/** The pairs of another store, one after another. */
public interface PairSource extends AutoCloseable {
  /**
   * Moves to the next pair.
   *
   * @return whether there is one
   */
  boolean next();

  /**
   * The key it stands on.
   *
   * @return its bytes, the caller's
   */
  byte[] key();

  /**
   * The value it stands on.
   *
   * @return its bytes, the caller's
   */
  byte[] value();

  @Override
  void close();
}

package dev.cairn.cli.demo;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Pairs that can be read again at any time, and so need not be remembered to be compared. */
public interface Source {
  /** Sees the pairs one after another. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Called with a pair.
     *
     * @param key the key
     * @param value the value
     * @throws IOException if the visitor reads or writes something and cannot
     */
    void visit(byte[] key, byte[] value) throws IOException;
  }

  /**
   * Shows every pair once, one at a time: together they may not fit in the heap.
   *
   * @param visitor called with each
   * @throws IOException if the source cannot be read
   */
  void forEach(Visitor visitor) throws IOException;

  /**
   * The value of a key.
   *
   * @param key the key
   * @return the value, or null if the source has no such key
   */
  byte @Nullable [] valueOf(byte[] key);
}

package dev.cairn.testkit.fuzz;

/** Something that any bytes may be given to, and that checks what becomes of them. */
@FunctionalInterface
public interface FuzzTarget {
  /**
   * Takes the bytes.
   *
   * @param input any bytes
   * @throws Exception if they did harm; so does an error
   */
  void accept(byte[] input) throws Exception;
}

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

  /**
   * How much of the heap an input may take, those who check included: some times what the target is
   * made of.
   *
   * @return the bytes
   */
  default long mostAllocatedBytes() {
    return 16 << 20;
  }
}

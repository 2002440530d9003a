package dev.cairn.testkit.fuzz;

/**
 * Decisions that bytes make: who draws the bytes at random draws the decisions at random, and who
 * searches bytes searches decisions. Behind the last byte all decisions are 0.
 */
public final class Choices {
  private static final int BYTE_VALUES = 1 << Byte.SIZE;
  private static final int SHORT_VALUES = 1 << Short.SIZE;

  private final byte[] bytes;
  private int next;

  /**
   * The decisions of bytes.
   *
   * @param bytes the bytes, which are not copied
   */
  public Choices(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Whether bytes are left.
   *
   * @return whether they are
   */
  public boolean hasNext() {
    return next < bytes.length;
  }

  /**
   * The next byte.
   *
   * @return 0 to 255
   */
  public int next() {
    return next < bytes.length ? Byte.toUnsignedInt(bytes[next++]) : 0;
  }

  /**
   * A number, made of as few bytes as hold the bound.
   *
   * @param bound greater than all that it may be
   * @return 0 or more
   */
  public int below(int bound) {
    int count = bound <= BYTE_VALUES ? 1 : bound <= SHORT_VALUES ? 2 : Integer.BYTES;
    return (int) (Integer.toUnsignedLong((int) number(count)) % bound);
  }

  /**
   * A little-endian number.
   *
   * @param count of how many bytes, 1 to 8
   * @return the number
   */
  public long number(int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number |= (long) next() << (i * Byte.SIZE);
    }
    return number;
  }
}

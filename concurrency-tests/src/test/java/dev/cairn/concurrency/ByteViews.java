package dev.cairn.concurrency;

import java.lang.invoke.VarHandle;

/**
 * Reads and writes a {@code byte[]} through a view, for classes that are model-checked. Lincheck
 * 3.7 ends with "Unsupported VarHandle type" where it meets such a view, so it is told to look away
 * here. No thread sees the arrays of another.
 */
public final class ByteViews {
  private ByteViews() {}

  /** As the view's {@code get}. */
  public static long getLong(VarHandle view, byte[] bytes, int index) {
    return (long) view.get(bytes, index);
  }

  /** As the view's {@code get}. */
  public static int getInt(VarHandle view, byte[] bytes, int index) {
    return (int) view.get(bytes, index);
  }

  /** As the view's {@code get}. */
  public static short getShort(VarHandle view, byte[] bytes, int index) {
    return (short) view.get(bytes, index);
  }

  /** As the view's {@code set}. */
  public static void set(VarHandle view, byte[] bytes, int index, long value) {
    view.set(bytes, index, value);
  }

  /** As the view's {@code set}. */
  public static void set(VarHandle view, byte[] bytes, int index, int value) {
    view.set(bytes, index, value);
  }

  /** As the view's {@code set}. */
  public static void set(VarHandle view, byte[] bytes, int index, short value) {
    view.set(bytes, index, value);
  }
}

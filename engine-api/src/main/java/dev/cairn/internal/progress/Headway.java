package dev.cairn.internal.progress;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * How far a call has come that goes through all of a store, in bytes of the store's files that it
 * is done with. For a display: nothing may depend on it.
 *
 * <p>Bound to the thread of the call, so that it needs no place in the API. What is read in several
 * passes counts in parts, so that the sum is the size of the files, or less: files in which nothing
 * is yet are passed over.
 */
public final class Headway {
  private static final ScopedValue<Headway> OF_CALL = ScopedValue.newInstance();

  private final LongAdder bytes = new LongAdder();

  /** Makes one for a call that has not begun. */
  public Headway() {}

  /**
   * Makes the call.
   *
   * @param call what is done in this thread
   * @param <R> what it returns
   * @return the same
   */
  public <R> R during(Supplier<R> call) {
    return ScopedValue.where(OF_CALL, this).call(call::get);
  }

  /**
   * How far it has come; any thread may ask.
   *
   * @return bytes, from 0 on
   */
  public long bytes() {
    return bytes.sum();
  }

  /**
   * Says that the present call, if anybody watches it, is done with so much more.
   *
   * @param bytes of the store's files
   */
  public static void made(long bytes) {
    if (OF_CALL.isBound()) {
      OF_CALL.get().bytes.add(bytes);
    }
  }
}

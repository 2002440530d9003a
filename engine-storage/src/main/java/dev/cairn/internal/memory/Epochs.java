package dev.cairn.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells when nobody can be reading a thing that was taken out of sight: epoch-based reclamation,
 * after Fraser, "Practical lock-freedom", 2004, section 5.2.3.
 *
 * <p>A reader pins before it looks for shared things and unpins when it has done with them. A
 * writer first makes a thing unreachable and then retires it; it is freed once every pin that was
 * taken before has ended. Pins are taken from slots by compare-and-set and not from a thread local,
 * so that ten thousand virtual threads need no more slots than are reading at once.
 *
 * <p>Reads that can check afterwards whether they read sound bytes need no pin at all; see {@code
 * Lookup.get}.
 */
public final class Epochs implements AutoCloseable {
  private static final VarHandle EPOCH;
  private static final long IDLE = 0;
  private static final long CLOSE_POLL_NANOS = 20_000;

  static {
    try {
      EPOCH = MethodHandles.lookup().findVarHandle(Pin.class, "epoch", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** The right to rely on what one found, until {@link Epochs#unpin}. */
  public static final class Pin {
    // The epoch in which it was taken, or IDLE. Taken by a compare-and-set, which orders it before
    // the
    // reads it protects, and given back by a release, which orders it after them.
    @SuppressWarnings("unused") // Through EPOCH.
    private volatile long epoch;

    private volatile Thread owner = NOBODY;

    // Keeps two pins out of one cache line.
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12;

    private static final Thread NOBODY = new Thread("nobody");

    private Pin() {}
  }

  private record Retired(long epoch, Runnable free) {}

  private final AtomicLong current = new AtomicLong(IDLE + 1);
  private final AtomicInteger lendingCount = new AtomicInteger();
  private final ReentrantLock retiredLock = new ReentrantLock();
  private final ArrayDeque<Retired> retired = new ArrayDeque<>();
  private volatile Pin[] pins;
  private volatile boolean closed;
  // All pins have ended, and what holds a slot from now on is only about to learn that.
  private volatile boolean ended;

  /** Makes an epoch counter that nobody has pinned. */
  public Epochs() {
    int count = Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 8;
    pins = new Pin[count];
    Arrays.setAll(pins, i -> new Pin());
  }

  /**
   * Keeps all that is reachable from now on from being freed.
   *
   * @return what to unpin with
   * @throws IllegalStateException if closed
   */
  public Pin pin() {
    Thread thread = Thread.currentThread();
    int start = (int) ((thread.threadId() * 0x9E3779B97F4A7C15L) >>> 40);
    for (; ; ) {
      Pin[] slots = pins;
      for (int i = 0; i < slots.length; i++) {
        Pin pin = slots[(start + i) & (slots.length - 1)];
        if (pin.epoch == IDLE && EPOCH.compareAndSet(pin, IDLE, current.get())) {
          if (closed) {
            EPOCH.setRelease(pin, IDLE);
            throw new IllegalStateException("the store is closed");
          }
          return pin;
        }
      }
      addSlots(slots);
    }
  }

  private void addSlots(Pin[] full) {
    retiredLock.lock();
    try {
      if (pins.length == full.length) {
        Pin[] more = Arrays.copyOf(full, full.length * 2);
        for (int i = full.length; i < more.length; i++) {
          more[i] = new Pin();
        }
        pins = more;
      }
    } finally {
      retiredLock.unlock();
    }
  }

  /**
   * Ends a pin.
   *
   * @param pin as {@link #pin} returned it
   */
  public void unpin(Pin pin) {
    EPOCH.setRelease(pin, IDLE);
  }

  /**
   * Takes a pin under which foreign code will run on this thread, so that {@link
   * #requireNotLending} can tell.
   *
   * @return what to end it with
   * @throws IllegalStateException if closed
   */
  public Pin pinToLend() {
    Pin pin = pin();
    pin.owner = Thread.currentThread();
    lendingCount.incrementAndGet();
    return pin;
  }

  /**
   * Ends a pin that was taken to lend.
   *
   * @param pin as {@link #pinToLend} returned it
   */
  public void unpinLent(Pin pin) {
    lendingCount.decrementAndGet();
    pin.owner = Pin.NOBODY;
    unpin(pin);
  }

  /**
   * Keeps a thread from waiting for memory that it has itself pinned.
   *
   * @param what it is about to do, for the message
   * @throws IllegalStateException if this thread runs under a pin taken to lend
   */
  public void requireNotLending(String what) {
    if (isLending()) {
      throw new IllegalStateException(what + " inside a borrower or visitor of the same store");
    }
  }

  /**
   * Whether foreign code runs on this thread.
   *
   * @return whether this thread runs under a pin taken to lend
   */
  public boolean isLending() {
    if (lendingCount.get() == 0) {
      return false;
    }
    Thread thread = Thread.currentThread();
    for (Pin pin : pins) {
      if (pin.owner == thread) {
        return true;
      }
    }
    return false;
  }

  /**
   * Frees a thing once nobody can be reading it.
   *
   * @param free frees it; called once, on any thread, must not throw
   */
  public void retire(Runnable free) {
    if (ended) {
      free.run();
      return;
    }
    retiredLock.lock();
    try {
      retired.add(new Retired(current.getAndIncrement(), free));
    } finally {
      retiredLock.unlock();
    }
    reclaim();
  }

  /**
   * Frees what was retired and is no longer read.
   *
   * @return whether nothing is waiting any more
   */
  public boolean reclaim() {
    for (; ; ) {
      Runnable free;
      retiredLock.lock();
      try {
        Retired oldest = retired.peek();
        if (oldest == null) {
          return true;
        }
        if (oldest.epoch >= oldestPinned()) {
          return false;
        }
        free = retired.remove().free;
      } finally {
        retiredLock.unlock();
      }
      free.run();
    }
  }

  private long oldestPinned() {
    long oldest = Long.MAX_VALUE;
    for (Pin pin : pins) {
      long epoch = pin.epoch;
      if (epoch != IDLE) {
        oldest = Math.min(oldest, epoch);
      }
    }
    return oldest;
  }

  /** Lets nobody pin any more, waits until all pins have ended, and frees all that was retired. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    // Somebody who was about to pin when this began may hold a slot for an instant, and hold up
    // reclaim.
    while (oldestPinned() != Long.MAX_VALUE || !reclaim()) {
      LockSupport.parkNanos(CLOSE_POLL_NANOS);
      interrupted |= Thread.interrupted();
    }
    ended = true;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

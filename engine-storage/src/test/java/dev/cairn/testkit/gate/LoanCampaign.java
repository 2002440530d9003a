package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Lends a value while another thread writes so much that its place is given up, and its memory used
 * again if the loan does not hold it: the lent bytes stay what they are.
 */
public final class LoanCampaign {
  private static final int WRITES = 300;
  private static final int KEYS = 10;
  private static final int VALUE_BYTES = 500;

  /** Only an engine whose writers wait for the end of a loan gets there. */
  private static final long WAIT_SECONDS = 5;

  private final EngineFixture engine;
  private int loans;

  /** During how many loans all was overwritten. */
  private int overwritten;

  /**
   * Prepares a campaign.
   *
   * @param engine whose store lends
   */
  public LoanCampaign(EngineFixture engine) {
    this.engine = engine;
  }

  /**
   * How many loans there were.
   *
   * @return the count
   */
  public int loanCount() {
    return loans;
  }

  /**
   * Lends.
   *
   * @param loanCount how often
   * @throws InterruptedException if the thread was interrupted
   */
  public void run(int loanCount) throws InterruptedException {
    for (; loans < loanCount; loans++) {
      try (KeyValueStore store = engine.open(new MemoryVfs(), Durability.MEMORY)) {
        for (int i = 0; i < KEYS; i++) {
          store.put(key(i), value(i));
        }
        CountDownLatch written = new CountDownLatch(1);
        FutureTask<?> writing = new FutureTask<>(() -> overwrite(store, written), null);
        Thread writer = Thread.ofPlatform().daemon().unstarted(writing);
        int key = loans % KEYS;
        store.read(
            MemorySegment.ofArray(key(key)),
            value -> {
              Bytes before = Bytes.of(value);
              writer.start();
              overwritten += await(written) ? 1 : 0;
              Bytes after = Bytes.of(value);
              if (!before.equals(Bytes.of(value(key))) || !after.equals(before)) {
                throw new AssertionError("lent bytes changed from " + before + " to " + after);
              }
              return true;
            });
        writing.get();
      } catch (ExecutionException e) {
        throw new AssertionError("the writer failed: " + e.getCause(), e.getCause());
      }
    }
    if (overwritten == 0) {
      throw new AssertionError("nothing was overwritten during any of " + loans + " loans");
    }
  }

  private static void overwrite(KeyValueStore store, CountDownLatch written) {
    for (int i = KEYS; i < WRITES; i++) {
      store.put(key(i % KEYS), value(i));
    }
    written.countDown();
  }

  /** False if the writer waits for this loan to end, and that is its right. */
  private static boolean await(CountDownLatch written) {
    try {
      return written.await(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("the test was interrupted", e);
    }
  }

  private static byte[] key(int number) {
    return Bytes.of("key " + number).toArray();
  }

  private static byte[] value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) number);
    return value;
  }
}
